package io.carousel.optim;

import io.carousel.internal.Require;

/** The factor by which the learning rate is multiplied at each update. */
public sealed interface Schedule {
  /** Which record a schedule is. What differs by kind switches over these, without a default. */
  enum Kind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    PLATEAU,
    WARM_UP
  }

  /** The kind: a schedule of kind {@link Kind#STEP} is a {@link Step}, and so on. */
  Kind kind();

  /**
   * Where training stands when an update is about to be applied.
   *
   * @param epochs epochs done, with the share of the current one: 2.5 is half-way through the third
   * @param updates updates applied so far
   * @param plateauFactor the product of the reductions on plateaus so far
   */
  record Progress(double epochs, long updates, double plateauFactor) {}

  /** The factor, 0 or more. */
  double factor(Progress progress);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public Kind kind() {
      return Kind.CONSTANT;
    }

    @Override
    public double factor(Progress progress) {
      return 1;
    }
  }

  /**
   * 1 for the first {@code after} epochs, then multiplied by {@code factor} at once and again after
   * every {@code every} epochs.
   */
  record Step(int after, int every, double factor) implements Schedule {
    public Step {
      Require.notNegative(after, "after");
      Require.positive(every, "every");
      Require.share(factor, "factor");
    }

    @Override
    public Kind kind() {
      return Kind.STEP;
    }

    @Override
    public double factor(Progress progress) {
      int epoch = (int) progress.epochs();
      return epoch < after ? 1 : Math.pow(factor, 1 + (epoch - after) / every);
    }
  }

  /** {@code factor} to the power of the epochs done, changing with every update. */
  record Exponential(double factor) implements Schedule {
    public Exponential {
      Require.share(factor, "factor");
    }

    @Override
    public Kind kind() {
      return Kind.EXPONENTIAL;
    }

    @Override
    public double factor(Progress progress) {
      return Math.pow(factor, progress.epochs());
    }
  }

  /**
   * From 1 down to {@code floor} along half a cosine over {@code epochs} epochs, then {@code floor}
   * (Loshchilov and Hutter, 2017, eq. 5 without restarts).
   */
  record Cosine(int epochs, double floor) implements Schedule {
    public Cosine {
      Require.positive(epochs, "epochs");
      Require.notNegative(floor, "floor");
    }

    @Override
    public Kind kind() {
      return Kind.COSINE;
    }

    @Override
    public double factor(Progress progress) {
      double share = Math.min(1, progress.epochs() / epochs);
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * share)) / 2;
    }
  }

  /**
   * Multiplied by {@code factor} whenever the validation loss has not improved for {@code patience}
   * epochs; never below {@code floor}.
   */
  record Plateau(int patience, double factor, double floor) implements Schedule {
    public Plateau {
      Require.positive(patience, "patience");
      Require.share(factor, "factor");
      Require.notNegative(floor, "floor");
    }

    @Override
    public Kind kind() {
      return Kind.PLATEAU;
    }

    @Override
    public double factor(Progress progress) {
      return Math.max(floor, progress.plateauFactor());
    }
  }

  /** Rises in a line from 1 / updates to 1 over the first updates, times what {@code then} says. */
  record WarmUp(int updates, Schedule then) implements Schedule {
    public WarmUp {
      Require.positive(updates, "warmup");
    }

    @Override
    public Kind kind() {
      return Kind.WARM_UP;
    }

    @Override
    public double factor(Progress progress) {
      double rise = Math.min(1, (progress.updates() + 1.0) / updates);
      return rise * then.factor(progress);
    }
  }

  static Schedule constant() {
    return new Constant();
  }

  static Schedule step(int after, int every, double factor) {
    return new Step(after, every, factor);
  }

  static Schedule exponential(double factor) {
    return new Exponential(factor);
  }

  static Schedule cosine(int epochs) {
    return new Cosine(epochs, 0);
  }

  static Schedule plateau(int patience, double factor) {
    return new Plateau(patience, factor, 0);
  }

  static Schedule warmUp(int updates, Schedule then) {
    return new WarmUp(updates, then);
  }
}
