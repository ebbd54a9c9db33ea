package io.carousel.train;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.util.Objects;

/** Collects the settings of a {@link Trainer}; network, loss and update have no defaults. */
public final class TrainerBuilder {
  private final Backend backend;
  private NetworkSpec network;
  private Loss loss;
  private UpdateChain update;
  private Schedule schedule = Schedule.constant();
  private int batchSize = 64;
  private int accumulation = 1;
  private long seed = 42;
  private Precision precision = Precision.STRICT;
  private Model start;

  TrainerBuilder(Backend backend) {
    this.backend = Objects.requireNonNull(backend, "backend");
  }

  public TrainerBuilder network(NetworkSpec spec) {
    network = spec;
    return this;
  }

  public TrainerBuilder loss(Loss minimized) {
    loss = minimized;
    return this;
  }

  /** Gradient transforms in order, then one optimizer. */
  public TrainerBuilder update(UpdateRule... rules) {
    update = UpdateChain.of(rules);
    return this;
  }

  /** Constant if never called. */
  public TrainerBuilder schedule(Schedule factor) {
    schedule = factor;
    return this;
  }

  /** 64 if never called. */
  public TrainerBuilder batchSize(int sequences) {
    batchSize = sequences;
    return this;
  }

  /** Runs this many batches before each update; 1 if never called. */
  public TrainerBuilder accumulate(int batches) {
    accumulation = batches;
    return this;
  }

  /** 42 if never called. */
  public TrainerBuilder seed(long number) {
    seed = number;
    return this;
  }

  /** Strict if never called; a backend without this one refuses it before training starts. */
  public TrainerBuilder precision(Precision arithmetic) {
    precision = arithmetic;
    return this;
  }

  /**
   * Begins with the weights of a model, to train it further on other data; with fresh weights if
   * never called. Moments and counters begin anew.
   */
  public TrainerBuilder startFrom(Model model) {
    start = model;
    return this;
  }

  /**
   * The trainer, with initial weights. The caller closes it.
   *
   * @throws IllegalArgumentException if a setting is missing or out of range, or the model to start
   *     from is of another network
   */
  public Trainer build() {
    TrainingSpec spec =
        new TrainingSpec(network, loss, update, schedule, batchSize, accumulation, seed, precision);
    Require.that(
        start == null || start.network().equals(network),
        "a trainer must start from a model of its network, model="
            + (start == null ? null : start.network())
            + ", network="
            + network);
    return new Trainer(backend, spec, start);
  }
}
