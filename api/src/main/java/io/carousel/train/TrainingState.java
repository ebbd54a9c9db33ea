package io.carousel.train;

import io.carousel.spi.LossScale;
import io.carousel.spi.Sums;
import java.util.List;

/**
 * Where training stands, beside the blocks of numbers: all that is needed to go on as if nothing
 * had happened. Random numbers need nothing more, being functions of seed, epoch and run.
 *
 * @param epoch epochs finished
 * @param batch batches finished of the current epoch
 * @param updates updates applied
 * @param runs batches run in all
 * @param accumulated batches run since the last update
 * @param learningRate of the last update
 * @param epochSequences examples used in the current epoch
 * @param epochSteps valid time steps used in the current epoch
 * @param seconds training time spent in the current epoch
 * @param bestLoss the lowest validation loss, infinite before there is one
 * @param bestEpoch the epoch that had it, or -1
 * @param sinceBest epochs since then
 * @param plateauBest the lowest validation loss seen by the plateau schedule
 * @param plateauWait epochs since then, or since the last reduction
 * @param plateauFactor the product of the reductions
 * @param sums what the kernels have counted in the current epoch
 * @param lossScale where loss scaling stands
 * @param history the finished epochs
 */
public record TrainingState(
    long epoch,
    int batch,
    long updates,
    long runs,
    int accumulated,
    double learningRate,
    long epochSequences,
    long epochSteps,
    double seconds,
    double bestLoss,
    long bestEpoch,
    int sinceBest,
    double plateauBest,
    int plateauWait,
    double plateauFactor,
    Sums sums,
    LossScale lossScale,
    List<EpochResult> history) {
  public TrainingState {
    history = List.copyOf(history);
  }

  /** Before the first batch. */
  public static TrainingState start() {
    double none = Double.POSITIVE_INFINITY;
    return new TrainingState(
        0, 0, 0, 0, 0, 0, 0, 0, 0, none, -1, 0, none, 0, 1, Sums.ZERO, LossScale.NONE, List.of());
  }
}
