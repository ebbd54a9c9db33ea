package io.carousel.train;

import io.carousel.optim.Schedule;
import io.carousel.spi.LossScale;
import io.carousel.spi.Sums;
import java.util.ArrayList;
import java.util.List;

/** The counters of a training run while it runs; {@link TrainingState} is its frozen form. */
final class Progress {
  long epoch;
  int batch;
  long updates;
  long runs;
  int accumulated;
  double learningRate;
  long epochSequences;
  long epochSteps;
  double seconds;
  double bestLoss = Double.POSITIVE_INFINITY;
  long bestEpoch = -1;
  int sinceBest;
  double plateauBest = Double.POSITIVE_INFINITY;
  int plateauWait;
  double plateauFactor = 1;
  final List<EpochResult> history = new ArrayList<>();

  static Progress of(TrainingState s) {
    Progress p = new Progress();
    p.epoch = s.epoch();
    p.batch = s.batch();
    p.updates = s.updates();
    p.runs = s.runs();
    p.accumulated = s.accumulated();
    p.learningRate = s.learningRate();
    p.epochSequences = s.epochSequences();
    p.epochSteps = s.epochSteps();
    p.seconds = s.seconds();
    p.bestLoss = s.bestLoss();
    p.bestEpoch = s.bestEpoch();
    p.sinceBest = s.sinceBest();
    p.plateauBest = s.plateauBest();
    p.plateauWait = s.plateauWait();
    p.plateauFactor = s.plateauFactor();
    p.history.addAll(s.history());
    return p;
  }

  TrainingState freeze(Sums sums, LossScale lossScale) {
    return new TrainingState(
        epoch,
        batch,
        updates,
        runs,
        accumulated,
        learningRate,
        epochSequences,
        epochSteps,
        seconds,
        bestLoss,
        bestEpoch,
        sinceBest,
        plateauBest,
        plateauWait,
        plateauFactor,
        sums,
        lossScale,
        history);
  }

  /** How many updates had been skipped before the current epoch. */
  long skippedBefore() {
    return history.stream().mapToLong(EpochResult::skippedUpdates).sum();
  }

  /** Closes the current epoch with this result. */
  void finishEpoch(EpochResult result) {
    history.add(result);
    epoch++;
    batch = 0;
    epochSequences = 0;
    epochSteps = 0;
    seconds = 0;
  }

  /** Notes a validation loss; true if it is the lowest so far. */
  boolean improves(double loss) {
    if (loss < bestLoss) {
      bestLoss = loss;
      bestEpoch = epoch;
      sinceBest = 0;
      return true;
    }
    sinceBest++;
    return false;
  }

  /** Reduces the plateau factor once the loss has not improved for long enough. */
  void watchPlateau(Schedule.Plateau plateau, double loss) {
    if (loss < plateauBest) {
      plateauBest = loss;
      plateauWait = 0;
    } else if (++plateauWait >= plateau.patience()) {
      plateauFactor *= plateau.factor();
      plateauWait = 0;
    }
  }
}
