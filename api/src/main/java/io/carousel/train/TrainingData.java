package io.carousel.train;

import io.carousel.data.BatchSource;
import io.carousel.data.Bucketing;
import io.carousel.data.CarriedState;
import io.carousel.data.Chunks;
import io.carousel.data.DataShape;
import io.carousel.data.Dataset;
import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;

/** Compares data with a network before work starts, and deals them out into batches. */
final class TrainingData {
  private TrainingData() {}

  /** Shuffled batches, or batches with carried state if the data are chunks. */
  static BatchSource forTraining(Dataset data, TrainingSpec spec) {
    check(data, "training", spec);
    return data instanceof Chunks chunks
        ? CarriedState.of(chunks, spec.batchSize())
        : Bucketing.shuffled(data, spec.batchSize(), spec.seed());
  }

  /** Batches in a fixed order. */
  static BatchSource forValidation(Dataset data, TrainingSpec spec) {
    check(data, "validation", spec);
    return data instanceof Chunks chunks
        ? CarriedState.of(chunks, spec.batchSize())
        : Bucketing.inOrder(data, spec.batchSize());
  }

  /**
   * Throws unless the network can read these data and the loss can compare with their targets.
   *
   * @throws IllegalArgumentException naming what differs
   */
  static void check(Dataset data, String part, TrainingSpec spec) {
    Require.that(data.size() > 0, "the " + part + " data must have an example, examples=0");
    Require.that(data.totalSteps() > 0, "the " + part + " data must have a time step, steps=0");
    checkInput(data.shape(), part, spec.network());
    checkTargets(data.shape(), part, spec.network(), spec.loss());
  }

  private static void checkInput(DataShape shape, String part, NetworkSpec network) {
    boolean tokens = network.input().tokens();
    int width = network.input().width();
    boolean fits = tokens ? shape.inputWidth() <= width : shape.inputWidth() == width;
    Require.that(
        tokens == shape.tokens() && fits,
        "the network must read what the "
            + part
            + " data hold, network="
            + network.input()
            + ", data="
            + (shape.tokens() ? "tokens up to " + (shape.inputWidth() - 1) : "")
            + (shape.tokens() ? "" : shape.inputWidth() + " features"));
  }

  private static void checkTargets(DataShape shape, String part, NetworkSpec network, Loss loss) {
    Require.that(
        shape.targets() == loss.targets(),
        loss.label() + " needs " + loss.targets() + ", " + part + " targets=" + shape.targets());
    Require.that(
        shape.targetsPerStep() == network.outputPerStep(),
        "targets and network must both be per step or both per sequence, "
            + part
            + " targetsPerStep="
            + shape.targetsPerStep()
            + ", outputPerStep="
            + network.outputPerStep()
            + "; add or remove finalState()");
    int width = network.outputWidth();
    boolean fits =
        switch (loss.targets()) {
          case NUMBERS -> shape.targetWidth() == width;
          case CLASSES -> shape.targetWidth() <= width;
        };
    Require.that(
        fits,
        "the network must put out what the "
            + part
            + " targets need, outputWidth="
            + width
            + ", needed="
            + shape.targetWidth());
  }
}
