package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.layers;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static io.carousel.optim.UpdateRule.clipByValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Dataset;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.spi.Backend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run does not go on from a checkpoint of other settings, data or network. */
class RefusedResumeTest {
  private static final NetworkSpec SMALL = network(5);
  private static final NetworkSpec LARGER = network(6);

  private final Backend backend = Backends.named("reference");

  @AfterEach
  void close() {
    backend.close();
  }

  private static NetworkSpec network(int hidden) {
    return NetworkSpec.input(1).lstm(hidden, layers(2), dropout(0.2)).finalState().dense(1);
  }

  private TrainerBuilder small() {
    return Trainer.on(backend)
        .network(SMALL)
        .loss(meanSquaredError())
        .update(clipByGlobalNorm(1), adam(1e-2))
        .batchSize(4)
        .seed(7);
  }

  private Checkpoint checkpointOf(Dataset training, Dataset validation) {
    try (Trainer trainer = small().build()) {
      trainer.fit(training, validation, StopRule.epochs(1), TrainingListener.NONE);
      return trainer.checkpoint();
    }
  }

  private static void assertRefused(
      Trainer trainer, Dataset training, Dataset validation, String message) {
    assertThatThrownBy(
            () -> trainer.fit(training, validation, StopRule.epochs(2), TrainingListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }

  @Test
  void shouldRefuseToResumeWithOtherSettings() {
    Dataset data = TestData.means(8, 9, 1);
    Checkpoint checkpoint = checkpointOf(data, null);
    try (Trainer trainer = small().batchSize(2).seed(8).build()) {
      trainer.restore(checkpoint);
      assertRefused(
          trainer,
          data,
          null,
          "a resumed run must have the settings and data of its checkpoint, batchSize=4, now=2,"
              + " seed=7, now=8; take those of the checkpoint, or start a new run");
    }
  }

  @Test
  void shouldRefuseToResumeWithOtherTransforms() {
    Dataset data = TestData.means(8, 9, 1);
    Checkpoint checkpoint = checkpointOf(data, null);
    try (Trainer trainer = small().update(clipByValue(2), adam(1e-2)).build()) {
      trainer.restore(checkpoint);
      assertRefused(
          trainer,
          data,
          null,
          ".*checkpoint, transforms=\\[clipByGlobalNorm:maximum=1.0\\],"
              + " now=\\[clipByValue:maximum=2.0\\]; take.*");
    }
  }

  @Test
  void shouldRefuseToResumeWithOtherNumbersOfTheSameSize() {
    Dataset data = TestData.means(8, 9, 1);
    Checkpoint checkpoint = checkpointOf(data, data);
    try (Trainer trainer = small().build()) {
      trainer.restore(checkpoint);
      assertRefused(
          trainer,
          data,
          TestData.means(8, 9, 2),
          "a resumed run must have the settings and data of its checkpoint, validation data=8"
              + " examples with \\d+ steps, hash [0-9a-f]+, now=8 examples with \\d+ steps, hash"
              + " [0-9a-f]+; take those of the checkpoint, or start a new run");
      trainer.fit(data, data, StopRule.epochs(2), TrainingListener.NONE);
      assertThat(trainer.checkpoint().settings()).isEqualTo(checkpoint.settings());
    }
  }

  @Test
  void shouldGoOnAlongAnotherScheduleWhenAskedTo() {
    Dataset data = TestData.means(8, 9, 1);
    Checkpoint checkpoint = checkpointOf(data, null);
    try (Trainer trainer = small().schedule(Schedule.cosine(4)).build()) {
      trainer.restore(checkpoint);
      assertRefused(trainer, data, null, ".*schedule=constant, now=cosine:epochs=4.*");
      trainer.restoreWithOtherSchedule(checkpoint);
      TrainingReport report = trainer.fit(data, StopRule.epochs(2));
      assertThat(report.history().get(1).learningRate())
          .isLessThan(report.history().get(0).learningRate());
      assertThat(trainer.checkpoint().settings().schedule()).startsWith("cosine:");
    }
  }

  @Test
  void shouldRefuseOtherSettingsAlongAnotherScheduleToo() {
    Dataset data = TestData.means(8, 9, 1);
    Checkpoint checkpoint = checkpointOf(data, null);
    try (Trainer trainer = small().batchSize(2).schedule(Schedule.cosine(4)).build()) {
      trainer.restoreWithOtherSchedule(checkpoint);
      assertRefused(
          trainer,
          data,
          null,
          "a resumed run must have the settings and data of its checkpoint, batchSize=4, now=2;"
              + " take those of the checkpoint, or start a new run");
    }
  }

  @Test
  void shouldGoOnFromARunThatHadNotBegun() {
    Checkpoint before;
    try (Trainer trainer = small().build()) {
      before = trainer.checkpoint();
      assertThat(before.state()).isEqualTo(TrainingState.start());
    }
    try (Trainer trainer = small().schedule(Schedule.cosine(4)).batchSize(2).build()) {
      trainer.restoreWithOtherSchedule(before);
      assertThat(trainer.checkpoint().settings()).isEqualTo(before.settings());
      assertThat(trainer.fit(TestData.means(8, 9, 1), StopRule.epochs(1)).history()).hasSize(1);
    }
  }

  @Test
  void shouldSayShortlyThatACheckpointIsOfAnotherNetwork() {
    Checkpoint checkpoint = checkpointOf(TestData.means(8, 9, 1), null);
    try (Trainer trainer = small().network(LARGER).build()) {
      assertThatThrownBy(() -> trainer.restore(checkpoint))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a checkpoint must be of the same network, network=")
          .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }
  }
}
