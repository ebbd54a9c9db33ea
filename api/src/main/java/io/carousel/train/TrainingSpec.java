package io.carousel.train;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateChain;
import io.carousel.plan.Program;
import java.util.Objects;

/**
 * All settings of a training run but the data and the end.
 *
 * @param network what is trained
 * @param loss what is minimized
 * @param update how gradients change weights
 * @param schedule what the learning rate is multiplied by
 * @param batchSize the number of sequences of a batch
 * @param accumulation how many batches are run before each update
 * @param seed of all random numbers
 */
public record TrainingSpec(
    NetworkSpec network,
    Loss loss,
    UpdateChain update,
    Schedule schedule,
    int batchSize,
    int accumulation,
    long seed) {
  public TrainingSpec {
    Require.that(network != null, "a trainer needs a network, network=null; call network(...)");
    Require.that(loss != null, "a trainer needs a loss, loss=null; call loss(...)");
    Require.that(update != null, "a trainer needs an update chain, update=null; call update(...)");
    Objects.requireNonNull(schedule, "schedule");
    Require.positive(batchSize, "batchSize");
    Require.positive(accumulation, "accumulation");
  }

  Program program() {
    return new Program(network, loss, update);
  }

  /** All settings as one line of text; equal exactly if the settings are. */
  public String fingerprint() {
    return toString();
  }
}
