package io.carousel.train;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateChain;
import io.carousel.plan.Program;
import io.carousel.spi.Precision;
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
 * @param precision the arithmetic of the plans; weights and update are float32 in any
 */
public record TrainingSpec(
    NetworkSpec network,
    Loss loss,
    UpdateChain update,
    Schedule schedule,
    int batchSize,
    int accumulation,
    long seed,
    Precision precision) {
  public TrainingSpec {
    Require.that(network != null, "a trainer needs a network, network=null; call network(...)");
    Require.that(loss != null, "a trainer needs a loss, loss=null; call loss(...)");
    Require.that(update != null, "a trainer needs an update chain, update=null; call update(...)");
    Objects.requireNonNull(schedule, "schedule");
    Require.positive(batchSize, "batchSize");
    Require.positive(accumulation, "accumulation");
    Objects.requireNonNull(precision, "precision");
  }

  Program program() {
    return new Program(network, loss, update);
  }
}
