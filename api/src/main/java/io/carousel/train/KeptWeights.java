package io.carousel.train;

import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;

/**
 * The weights that a trainer falls back on: the best ones, and the last ones seen to be finite. An
 * update with a finite gradient may still carry weights out of float32's range, so they are looked
 * at whenever they are read.
 */
final class KeptWeights {
  private final Parameters parameters;
  private double[] good;
  private double[] best;
  private String place = "of the start";

  /** Of weights that have not been trained. */
  KeptWeights(Parameters parameters, double[] start) {
    this.parameters = parameters;
    this.good = start;
  }

  /** Takes over weights that a checkpoint kept; the best ones may be null. */
  void restore(Checkpoint from) {
    good = require(Block.WEIGHTS.name(), from.blocks().get(Block.WEIGHTS)).clone();
    best = from.bestWeights() == null ? null : require("best weights", from.bestWeights()).clone();
    place = "of the checkpoint";
  }

  private static double[] require(String block, double[] weights) {
    int bad = firstBad(weights);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "the weights of a checkpoint must be finite, block="
              + block
              + ", index="
              + bad
              + ", value="
              + weights[bad]
              + "; resume from an earlier one, or start anew");
    }
    return weights;
  }

  /** The first weight that no model could have, or -1. */
  private static int firstBad(double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite((float) weights[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Looks at the weights after an epoch and keeps them; false if they are not finite. */
  boolean keep(long epoch) {
    double[] now = parameters.read(Block.WEIGHTS);
    if (!finite(now)) {
      return false;
    }
    good = now;
    place = "after epoch " + epoch;
    return true;
  }

  /** The weights kept last are the best so far. */
  void keepAsBest() {
    best = good;
  }

  /** The best weights, or null before there are any. */
  double[] best() {
    return best;
  }

  /** Whether a model could have these weights. */
  static boolean finite(double[] weights) {
    return firstBad(weights) < 0;
  }

  /** The best ones if there are any, else those of now, or the last finite ones. */
  double[] forModel() {
    if (best != null) {
      return best;
    }
    double[] now = parameters.read(Block.WEIGHTS);
    return finite(now) ? now : good;
  }

  /** What {@link #forModel} gives, said where training has ended in something not finite. */
  String describe() {
    return "the model has the weights " + (best == null ? place : "of the best epoch");
  }

  /** The same, where an update that was not finite has been left out. */
  String describeBeforeUpdate() {
    return best == null && finite(parameters.read(Block.WEIGHTS))
        ? "the weights are those before this update"
        : describe();
  }
}
