package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Dataset;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One trainer is for one set of data; a model is trained further by another. */
class SecondFitTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(1).lstm(3).finalState().dense(1);
  private static final String REFUSAL = "a trainer must go on with the data that it began with, ";
  private static final String REMEDY =
      "; make a trainer for other data, with startFrom(model) to begin with these weights";

  private final Backend backend = Backends.named("reference");

  @AfterEach
  void close() {
    backend.close();
  }

  private TrainerBuilder builder() {
    return Trainer.on(backend).network(NETWORK).loss(meanSquaredError()).update(adam(0.01));
  }

  private static Dataset data(float x) {
    return Sequences.of(List.of(Sequence.of(new float[][] {{x}, {x}}).withTarget(x)));
  }

  private static void fit(Trainer trainer, Dataset training, Dataset validation, int epochs) {
    trainer.fit(training, validation, StopRule.epochs(epochs), TrainingListener.NONE);
  }

  @Test
  void otherDataAreRefusedAndNothingChanges() {
    try (Trainer trainer = builder().build()) {
      fit(trainer, data(1), null, 5);
      float[] before = trainer.model().weights();
      assertThatThrownBy(() -> fit(trainer, data(2), null, 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(REFUSAL + "training data=others" + REMEDY);
      assertThatThrownBy(() -> fit(trainer, data(1), data(2), 10))
          .hasMessage(REFUSAL + "validation data=some, before none" + REMEDY);
      assertThat(trainer.model().weights()).isEqualTo(before);
    }
  }

  @Test
  void otherValidationDataAreRefused() {
    try (Trainer trainer = builder().build()) {
      fit(trainer, data(1), data(2), 1);
      assertThatThrownBy(() -> fit(trainer, data(1), data(3), 2))
          .hasMessage(REFUSAL + "validation data=others" + REMEDY);
      assertThatThrownBy(() -> fit(trainer, data(1), null, 2))
          .hasMessage(REFUSAL + "validation data=none" + REMEDY);
    }
  }

  /** Equal numbers in another object are the same data. */
  @Test
  void theSameDataGoOnAsIfTheyHadNeverStopped() {
    float[] twice;
    try (Trainer trainer = builder().build()) {
      fit(trainer, data(1), null, 2);
      fit(trainer, data(1), null, 5);
      twice = trainer.model().weights();
    }
    try (Trainer trainer = builder().build()) {
      fit(trainer, data(1), null, 5);
      assertThat(trainer.model().weights()).isEqualTo(twice);
    }
  }

  @Test
  void aNewTrainerStartsFromAModelAndLearnsTheOtherData() {
    Model today;
    try (Trainer trainer = builder().build()) {
      fit(trainer, data(1), null, 5);
      today = trainer.model();
    }
    try (Trainer trainer = builder().startFrom(today).build()) {
      assertThat(trainer.model().weights()).isEqualTo(today.weights());
      TrainingReport report = trainer.fit(data(2), StopRule.epochs(5));
      assertThat(report.history()).hasSize(5);
      assertThat(trainer.model().weights()).isNotEqualTo(today.weights());
    }
  }

  @Test
  void aModelOfAnotherNetworkIsNoStart() {
    NetworkSpec other = NetworkSpec.input(1).lstm(4).finalState().dense(1);
    TrainerBuilder builder = builder().startFrom(Model.fresh(other, 1));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a trainer must start from a model of its network, model="
                + other
                + ", network="
                + NETWORK);
  }
}
