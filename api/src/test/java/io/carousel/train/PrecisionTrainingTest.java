package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Bucketing;
import io.carousel.data.Dataset;
import io.carousel.error.UnsupportedSpecException;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.Program;
import io.carousel.predict.Evaluator;
import io.carousel.predict.OutputListener;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Precision;
import io.carousel.spi.Sums;
import io.carousel.spi.WatchedBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The choice of a precision, and what becomes of loss scaling. */
class PrecisionTrainingTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(1).lstm(3).finalState().dense(1);
  private static final Dataset DATA = TestData.means(12, 5, 1);

  /** Two batches per update, three updates per epoch. */
  private static final int BATCH = 2;

  private final WatchedBackend backend = new WatchedBackend();

  @AfterEach
  void close() {
    backend.close();
  }

  private static TrainerBuilder builder(WatchedBackend backend, Precision precision) {
    return Trainer.on(backend)
        .network(NETWORK)
        .loss(meanSquaredError())
        .update(adam(1e-2))
        .batchSize(BATCH)
        .accumulate(2)
        .precision(precision);
  }

  /** Makes the gradients of the first updates overflow. */
  private static final class Overflows implements TrainingListener {
    private final WatchedBackend backend;
    private final List<Long> told = new ArrayList<>();
    private int left;

    Overflows(WatchedBackend backend, int updates) {
      this.backend = backend;
      left = updates;
    }

    @Override
    public void onStep(Trainer trainer, Step step) {
      told.add(step.skippedUpdates());
      if (!step.updated() && left-- > 0) {
        double[] gradients = backend.lastParameters().read(Block.GRADIENTS);
        gradients[0] = Double.POSITIVE_INFINITY;
        backend.lastParameters().write(Block.GRADIENTS, gradients);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void trainingAndValidationRunInTheChosenPrecision(Precision precision) {
    try (Trainer trainer = builder(backend, precision).build()) {
      trainer.fit(DATA, DATA, StopRule.epochs(1), TrainingListener.NONE);
      assertThat(trainer.spec().precision()).isEqualTo(precision);
      assertThat(trainer.checkpoint().precision()).isEqualTo(precision);
    }
    assertThat(backend.planned()).containsExactly(precision);
  }

  @Test
  void strictIsTheDefault() {
    try (Trainer trainer =
        Trainer.on(backend).network(NETWORK).loss(meanSquaredError()).update(adam(1)).build()) {
      assertThat(trainer.spec().precision()).isEqualTo(Precision.STRICT);
    }
  }

  @Test
  void aPrecisionThatTheBackendLacksIsRefusedBeforeAnythingIsTrained() {
    try (WatchedBackend choosy = new WatchedBackend(Precision.TF32);
        Trainer trainer = builder(choosy, Precision.TF32).build()) {
      float[] before = trainer.model().weights();
      assertThatThrownBy(() -> trainer.fit(DATA, StopRule.epochs(1)))
          .isInstanceOf(UnsupportedSpecException.class)
          .hasMessage("watched cannot run layer 0 (lstm, hidden=3): it is too coarse");
      assertThat(trainer.model().weights()).isEqualTo(before);
    }
  }

  @Test
  void skippedUpdatesAreTold() {
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      assertThat(backend.lastParameters().lossScale()).isEqualTo(LossScale.START);
      Overflows overflows = new Overflows(backend, 4);
      TrainingReport report = trainer.fit(DATA, null, StopRule.epochs(3), overflows);
      assertThat(report.history())
          .extracting(EpochResult::skippedUpdates)
          .containsExactly(3L, 1L, 0L);
      assertThat(report.skippedUpdates()).isEqualTo(4);
      assertThat(overflows.told)
          .containsExactly(0L, 0L, 0L, 0L, 0L, 3L, 0L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
      assertThat(backend.lastParameters().lossScale()).isEqualTo(new LossScale(64, 5, 4));
      assertThat(report.history()).allMatch(epoch -> Double.isFinite(epoch.trainingLoss()));
    }
  }

  @Test
  void theLossScaleSurvivesACheckpoint() {
    Checkpoint half;
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      trainer.fit(DATA, null, StopRule.epochs(1), new Overflows(backend, 2));
      half = trainer.checkpoint();
    }
    assertThat(half.state().lossScale()).isEqualTo(new LossScale(256, 1, 2));
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      trainer.restore(half);
      TrainingReport report =
          trainer.fit(DATA, null, StopRule.epochs(2), new Overflows(backend, 1));
      assertThat(report.history()).extracting(EpochResult::skippedUpdates).containsExactly(2L, 1L);
      assertThat(trainer.checkpoint().state().lossScale()).isEqualTo(new LossScale(128, 2, 3));
    }
  }

  /** One update is skipped, so that the scale is no longer the one that training starts with. */
  @Test
  void aRunResumedInTheMiddleOfAnAccumulationHasTheSameGradients() {
    Checkpoint whole;
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      trainer.fit(DATA, null, StopRule.epochs(2), new Overflows(backend, 1));
      whole = trainer.checkpoint();
    }
    Checkpoint half;
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      trainer.fit(DATA, null, StopRule.epochs(2), new CancelledInTheMiddle(backend));
      half = trainer.checkpoint();
    }
    assertThat(half.state().lossScale()).isEqualTo(new LossScale(512, 0, 1));
    assertThat(half.state().accumulated()).isEqualTo(1);
    try (Trainer trainer = builder(backend, Precision.FP16).build()) {
      trainer.restore(half);
      Checkpoint again = trainer.checkpoint();
      half.blocks().forEach((block, v) -> assertThat(again.blocks().get(block)).isEqualTo(v));
      trainer.fit(DATA, StopRule.epochs(2));
      Checkpoint resumed = trainer.checkpoint();
      whole.blocks().forEach((block, v) -> assertThat(resumed.blocks().get(block)).isEqualTo(v));
    }
  }

  /** Skips the first update and cancels after the batch that follows. */
  private static final class CancelledInTheMiddle implements TrainingListener {
    private final Overflows overflows;

    CancelledInTheMiddle(WatchedBackend backend) {
      overflows = new Overflows(backend, 1);
    }

    @Override
    public void onStep(Trainer trainer, Step step) {
      overflows.onStep(trainer, step);
      if (step.batch() == 2) {
        trainer.cancel();
      }
    }
  }

  /** The loss of the epoch, too, is that of the training batches only. */
  @ParameterizedTest
  @EnumSource(names = {"STRICT", "FP16"})
  void evaluatingInTheMiddleOfAnUpdateLeavesTheTrainingAsItWas(Precision precision) {
    assertThat(trained(precision, false)).isEqualTo(trained(precision, true));
  }

  private List<Object> trained(Precision precision, boolean evaluate) {
    try (Trainer trainer = builder(backend, precision).build();
        Evaluator evaluator =
            new Evaluator(
                backend,
                backend.lastParameters(),
                Program.withLoss(NETWORK, meanSquaredError()),
                precision)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onStep(Trainer at, Step step) {
              if (evaluate) {
                Sums counted = evaluator.evaluate(Bucketing.inOrder(DATA, 5), OutputListener.NONE);
                assertThat(counted.count()).isEqualTo(DATA.size());
              }
            }
          };
      TrainingReport report = trainer.fit(DATA, null, StopRule.epochs(2), listener);
      List<Object> outcome = new ArrayList<>();
      report.history().forEach(epoch -> outcome.add(epoch.trainingLoss()));
      for (float weight : trainer.model().weights()) {
        outcome.add(weight);
      }
      return outcome;
    }
  }

  @Test
  void aRunIsNotResumedInAnotherPrecision() {
    Checkpoint checkpoint;
    try (Trainer trainer = builder(backend, Precision.BF16).build()) {
      trainer.fit(DATA, StopRule.epochs(1));
      checkpoint = trainer.checkpoint();
    }
    try (Trainer trainer = builder(backend, Precision.STRICT).build()) {
      assertThatThrownBy(() -> trainer.restore(checkpoint))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a run must be resumed in the precision of its checkpoint, checkpoint=bf16,"
                  + " now=strict; use precision bf16");
    }
  }
}
