package io.carousel.train;

import io.carousel.internal.Differences;
import io.carousel.internal.Require;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import java.util.Map;

/**
 * A training run at a standstill; a run that goes on from it on the same backend has the same bits
 * as one that never stopped. On another backend it goes on too, and the log says what that means.
 *
 * @param network the network in training
 * @param settings and data of the run, which a resuming run must have too
 * @param backend the name of the one that kept it
 * @param type the number type of all blocks
 * @param precision of the run, which a resuming run must have too
 * @param state counters
 * @param blocks weights, gradient sums and moments, each in canonical order
 * @param bestWeights the weights of the best epoch, or null before there is one
 * @param carried the carried h and c in the order of {@link io.carousel.spi.Session}, or null
 */
@SuppressWarnings("ArrayRecordComponent") // large blocks that are handed over, never compared
public record Checkpoint(
    NetworkSpec network,
    TrainingSettings settings,
    String backend,
    NumberType type,
    Precision precision,
    TrainingState state,
    Map<Parameters.Block, double[]> blocks,
    double[] bestWeights,
    double[] carried) {

  /**
   * Throws unless a run of these settings may go on from here, as far as it shows without its data.
   *
   * @throws IllegalArgumentException if network or precision are others
   */
  void requireFits(TrainingSpec spec) {
    Require.that(
        network.equals(spec.network()),
        () ->
            "a checkpoint must be of the same network, "
                + Differences.between(
                    Map.of("network", network.toString()),
                    Map.of("network", spec.network().toString()))
                + "; take the network of the checkpoint, or start a new run");
    Require.that(
        precision == spec.precision(),
        "a run must be resumed in the precision of its checkpoint, checkpoint="
            + precision.label()
            + ", now="
            + spec.precision().label()
            + "; use precision "
            + precision.label());
  }
}
