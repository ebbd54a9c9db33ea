package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.loss.Loss.softmaxCrossEntropy;
import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.layers;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static io.carousel.optim.UpdateRule.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carousel.Backends;
import io.carousel.data.Chunks;
import io.carousel.data.Dataset;
import io.carousel.data.Horizon;
import io.carousel.data.Series;
import io.carousel.data.WindowSplit;
import io.carousel.data.Windows;
import io.carousel.error.DivergedException;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final NetworkSpec SMALL =
      NetworkSpec.input(1).lstm(5, layers(2), dropout(0.2)).finalState().dense(1);

  private final Backend backend = Backends.named("reference");

  @AfterEach
  void close() {
    backend.close();
  }

  private TrainerBuilder small() {
    return Trainer.on(backend)
        .network(SMALL)
        .loss(meanSquaredError())
        .update(clipByGlobalNorm(1), adam(1e-2))
        .batchSize(4)
        .seed(7);
  }

  private TrainerBuilder language() {
    return Trainer.on(backend)
        .network(NetworkSpec.tokens(6).embedding(3).gru(5).dropout(0.1).dense(6))
        .loss(softmaxCrossEntropy())
        .update(adam(1e-2))
        .schedule(Schedule.warmUp(5, Schedule.plateau(1, 0.5)))
        .batchSize(3)
        .accumulate(2)
        .seed(9);
  }

  /** Cancels after a number of runs. */
  private static TrainingListener cancelAfter(int runs) {
    return new TrainingListener() {
      private int left = runs;

      @Override
      public void onStep(Trainer trainer, Step step) {
        if (--left == 0) {
          trainer.cancel();
        }
      }
    };
  }

  @Test
  void shouldLearnSomething() {
    try (Trainer trainer = small().build()) {
      TrainingReport report =
          trainer.fit(
              TestData.means(64, 9, 1),
              TestData.means(16, 9, 2),
              StopRule.epochs(20),
              TrainingListener.NONE);
      List<EpochResult> history = report.history();
      assertThat(history).hasSize(20);
      assertThat(history.get(19).validationLoss())
          .isLessThan(0.5 * history.get(0).validationLoss());
      assertThat(report.reason()).isEqualTo(TrainingReport.Reason.EPOCHS);
      assertThat(history.get(0).sequences()).isEqualTo(64);
      assertThat(history.get(0).timeSteps()).isEqualTo(TestData.means(64, 9, 1).totalSteps());
    }
  }

  @Test
  void shouldHaveTheSameBitsRunAfterRun() {
    assertThat(trained(small(), 3)).isEqualTo(trained(small(), 3));
    assertThat(trained(small(), 3)).isNotEqualTo(trained(small().seed(8), 3));
  }

  private static float[] trained(TrainerBuilder builder, int epochs) {
    try (Trainer trainer = builder.build()) {
      trainer.fit(TestData.means(20, 9, 1), StopRule.epochs(epochs));
      return trainer.model().weights();
    }
  }

  @Test
  void shouldResumeWithTheSameBitsAfterStoppingAnywhere() {
    Dataset training = TestData.means(22, 9, 1);
    Dataset validation = TestData.means(5, 9, 2);
    for (int stopAt : new int[] {1, 4, 6, 7, 11, 17}) {
      assertSameAsUninterrupted(small(), training, validation, stopAt);
    }
  }

  @Test
  void shouldResumeCarriedStateAndPartialSumsWithTheSameBits() {
    Chunks training = Chunks.ofTokens(TestData.tokens(100, 6, 1), 3, 5);
    Chunks validation = Chunks.ofTokens(TestData.tokens(40, 6, 2), 2, 5);
    for (int stopAt : new int[] {1, 2, 5, 7, 8, 20}) {
      assertSameAsUninterrupted(language(), training, validation, stopAt);
    }
  }

  private static void assertSameAsUninterrupted(
      TrainerBuilder builder, Dataset training, Dataset validation, int stopAt) {
    StopRule stop = StopRule.epochs(4);
    Checkpoint whole;
    try (Trainer trainer = builder.build()) {
      trainer.fit(training, validation, stop, TrainingListener.NONE);
      whole = trainer.checkpoint();
    }
    Checkpoint half;
    try (Trainer trainer = builder.build()) {
      TrainingReport report = trainer.fit(training, validation, stop, cancelAfter(stopAt));
      assertThat(report.reason()).isEqualTo(TrainingReport.Reason.CANCELLED);
      half = trainer.checkpoint();
    }
    try (Trainer trainer = builder.build()) {
      trainer.restore(half);
      trainer.fit(training, validation, stop, TrainingListener.NONE);
      assertSameBits(trainer.checkpoint(), whole);
    }
  }

  private static void assertSameBits(Checkpoint resumed, Checkpoint whole) {
    assertThat(resumed.blocks()).containsOnlyKeys(whole.blocks().keySet());
    resumed.blocks().forEach((k, v) -> assertThat(v).isEqualTo(whole.blocks().get(k)));
    assertThat(resumed.bestWeights()).isEqualTo(whole.bestWeights());
    assertThat(resumed.carried()).isEqualTo(whole.carried());
    assertThat(withoutTime(resumed.state())).isEqualTo(withoutTime(whole.state()));
  }

  private static String withoutTime(TrainingState state) {
    return state.toString().replaceAll("seconds=[^,\\]]*", "seconds=");
  }

  /** At the last position the backward direction has read one row: its R plays no part. */
  @Test
  void shouldTrainBothDirectionsOfAFinalState() {
    NetworkSpec input = NetworkSpec.input(1);
    assertThat(changedInTraining(input.lstm(3, bidirectional()).finalState().dense(1)))
        .contains("0.lstm.0.forward.R", "0.lstm.0.backward.R");
    assertThat(changedInTraining(input.lstm(3, bidirectional()).lastPosition().dense(1)))
        .contains("0.lstm.0.forward.R")
        .doesNotContain("0.lstm.0.backward.R");
  }

  private List<String> changedInTraining(NetworkSpec network) {
    try (Trainer trainer = small().network(network).update(sgd(0.1)).build()) {
      float[] before = trainer.model().weights();
      trainer.fit(TestData.means(8, 9, 1), StopRule.epochs(2));
      float[] after = trainer.model().weights();
      return trainer.model().layout().tensors().stream()
          .filter(t -> differ(before, after, (int) t.offset(), t.size()))
          .map(t -> t.name())
          .toList();
    }
  }

  private static boolean differ(float[] before, float[] after, int from, int count) {
    return !Arrays.equals(before, from, from + count, after, from, from + count);
  }

  @Test
  void shouldKeepTheWeightsOfTheBestEpochAndLosePatience() {
    try (Trainer trainer =
        Trainer.on(backend)
            .network(SMALL)
            .loss(meanSquaredError())
            .update(adam(0.3))
            .batchSize(4)
            .build()) {
      List<Model> models = new ArrayList<>();
      List<EpochResult> results = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onEpoch(Trainer at, EpochResult result) {
              models.add(at.model());
              results.add(result);
            }
          };
      TrainingReport report =
          trainer.fit(
              TestData.means(16, 9, 1),
              TestData.means(16, 9, 2),
              StopRule.epochs(200).orPatience(3),
              listener);
      int best = (int) report.bestEpoch();
      assertThat(report.reason()).isEqualTo(TrainingReport.Reason.PATIENCE);
      assertThat(report.history()).hasSize(best + 4);
      assertThat(report.history().stream().mapToDouble(EpochResult::validationLoss).min())
          .hasValue(report.history().get(best).validationLoss());
      assertThat(results).isEqualTo(report.history());
      assertThat(trainer.model().weights()).isEqualTo(models.get(best).weights());
      assertThat(Model.of(SMALL, trainer.checkpoint().bestWeights()).weights())
          .isEqualTo(models.get(best).weights());
    }
  }

  @Test
  void shouldUpdateOnceForSeveralAccumulatedBatches() {
    float[] together = oneEpoch(4, 1);
    float[] accumulated = oneEpoch(2, 2);
    for (int i = 0; i < together.length; i++) {
      assertThat(accumulated[i]).isCloseTo(together[i], within(1e-7f));
    }
    assertThat(oneEpoch(2, 1)).isNotEqualTo(together);
  }

  private float[] oneEpoch(int batchSize, int accumulation) {
    NetworkSpec network = NetworkSpec.input(1).lstm(5).finalState().dense(1);
    try (Trainer trainer =
        Trainer.on(backend)
            .network(network)
            .loss(meanSquaredError())
            .update(sgd(0.1))
            .batchSize(batchSize)
            .accumulate(accumulation)
            .build()) {
      trainer.fit(TestData.means(4, 6, 1), StopRule.epochs(1));
      return trainer.model().weights();
    }
  }

  @Test
  void shouldStopOnALossThatIsNotFiniteAndKeepTheWeights() {
    NetworkSpec network =
        NetworkSpec.input(1).recurrent(io.carousel.model.Cell.RNN_RELU, 4).finalState().dense(1);
    try (Trainer trainer =
        Trainer.on(backend)
            .network(network)
            .loss(meanSquaredError())
            .update(sgd(1e30))
            .batchSize(4)
            .build()) {
      assertThatThrownBy(() -> trainer.fit(TestData.means(40, 9, 1), StopRule.epochs(5)))
          .isInstanceOfSatisfying(
              DivergedException.class,
              e -> {
                assertThat(e.update()).isBetween(1L, 20L);
                assertThat(e.gradientNorm()).matches(norm -> !Double.isFinite(norm));
                assertThat(e)
                    .hasMessageStartingWith("the loss must stay finite, update=" + e.update());
              });
      for (float weight : trainer.model().weights()) {
        assertThat(weight).matches(w -> !Float.isNaN(w));
      }
    }
  }

  @Test
  void shouldRefuseDataThatTheNetworkCannotRead() {
    NetworkSpec network = NetworkSpec.input(3).lstm(4).finalState().dense(1);
    assertThatThrownBy(() -> fit(network))
        .hasMessage(
            "the network must read what the training data hold, network=Features[width=3],"
                + " data=1 features");
    try (Trainer trainer = language().build()) {
      Chunks chunks = Chunks.ofTokens(new int[] {0, 1, 7, 2}, 1, 3);
      assertThatThrownBy(() -> trainer.fit(chunks, StopRule.epochs(1)))
          .hasMessage(
              "the network must read what the training data hold, network=Tokens[vocabulary=6],"
                  + " data=tokens up to 7");
    }
  }

  @Test
  void shouldRefuseTargetsThatTheNetworkDoesNotPutOut() {
    assertThatThrownBy(() -> fit(NetworkSpec.input(1).lstm(4).finalState().dense(2)))
        .hasMessage(
            "the network must put out what the training targets need, outputWidth=2, needed=1");
    assertThatThrownBy(() -> fit(NetworkSpec.input(1).lstm(4).dense(1)))
        .hasMessage(
            "targets and network must both be per step or both per sequence, training"
                + " targetsPerStep=false, outputPerStep=true; add or remove finalState()");
  }

  private void fit(NetworkSpec network) {
    try (Trainer trainer =
        Trainer.on(backend).network(network).loss(meanSquaredError()).update(sgd(0.1)).build()) {
      trainer.fit(TestData.means(4, 6, 1), StopRule.epochs(1));
    }
  }

  @Test
  void shouldRefuseCarriedStateWhereALayerReadsBackward() {
    try (Trainer trainer =
        Trainer.on(backend)
            .network(NetworkSpec.tokens(6).embedding(3).lstm(4, bidirectional()).dense(6))
            .loss(softmaxCrossEntropy())
            .update(sgd(0.1))
            .build()) {
      Chunks chunks = Chunks.ofTokens(TestData.tokens(40, 6, 1), 2, 5);
      assertThatThrownBy(() -> trainer.fit(chunks, StopRule.epochs(1)))
          .hasMessageStartingWith("carried state needs layers that read forward only, network=")
          .hasMessageEndingWith("; leave out backward and bidirectional");
    }
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertThatThrownBy(() -> Trainer.on(backend).build())
        .hasMessage("a trainer needs a network, network=null; call network(...)");
    assertThatThrownBy(() -> Trainer.on(backend).network(SMALL).build())
        .hasMessage("a trainer needs a loss, loss=null; call loss(...)");
    try (Trainer trainer = small().build()) {
      StopRule patient = StopRule.epochs(2).orPatience(1);
      assertThatThrownBy(() -> trainer.fit(TestData.means(4, 6, 1), patient))
          .hasMessage("patience needs validation data, patience=1, validation=null");
    }
  }

  @Test
  void shouldCancelFromAnotherThreadAndLeaveAUsableModel() throws InterruptedException {
    try (Trainer trainer = small().build()) {
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(100);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                trainer.cancel();
              });
      canceller.start();
      TrainingReport report = trainer.fit(TestData.means(64, 9, 1), StopRule.epochs(1_000_000));
      canceller.join();
      assertThat(report.reason()).isEqualTo(TrainingReport.Reason.CANCELLED);
      try (var predictor = trainer.model().predictor(backend)) {
        assertThat(predictor.predict(new float[][] {{0.5f}, {0.1f}})[0]).isFinite();
      }
    }
  }

  @Test
  void shouldRefuseDataWithoutAnExample() {
    WindowSplit split =
        Windows.of(Series.of("x", 1, 2, 3), 1).target("x", Horizon.ahead(1)).split(1, 0, 0);
    try (Trainer trainer = small().build()) {
      assertThatThrownBy(
              () ->
                  trainer.fit(
                      split.training(),
                      split.validation(),
                      StopRule.epochs(1),
                      TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the validation data must have an example, examples=0");
    }
  }
}
