package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.Backends;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void shouldTakeALossForBetterOnlyIfItIsLower() {
    assertThat(progress.improves(2)).isTrue();
    assertThat(progress.improves(2)).isFalse();
    assertThat(progress.improves(3)).isFalse();
    assertThat(progress.sinceBest).isEqualTo(2);
    assertThat(progress.improves(1.5)).isTrue();
    assertThat(progress.sinceBest).isZero();
    assertThat(progress.bestLoss).isEqualTo(1.5);
  }

  @Test
  void shouldLowerTheRateAfterAsManyEpochsAsPatienceHas() {
    Schedule.Plateau plateau = new Schedule.Plateau(2, 0.5, 0);
    double[] losses = {2, 2, 3, 2, 2, 1, 1};
    double[] factors = {1, 1, 0.5, 0.5, 0.25, 0.25, 0.25};
    for (int i = 0; i < losses.length; i++) {
      progress.watchPlateau(plateau, losses[i]);
      assertThat(progress.plateauFactor).as("epoch %s", i).isEqualTo(factors[i]);
    }
    progress.watchPlateau(plateau, 1);
    assertThat(progress.plateauFactor).isEqualTo(0.125);
  }

  /** 20 examples in batches of 5: the rate of batch b in epoch e is that of e + b / 4 epochs. */
  @Test
  void shouldStepWithTheRateOfTheEpochsDoneBeforeTheBatch() {
    List<TrainingListener.Step> steps = new ArrayList<>();
    try (Backend backend = Backends.named("reference");
        Trainer trainer = small(backend).schedule(Schedule.exponential(0.5)).batchSize(5).build()) {
      trainer.fit(TestData.means(20, 9, 1), null, StopRule.epochs(2), listening(steps));
    }
    assertThat(steps).hasSize(8);
    for (int i = 0; i < 8; i++) {
      TrainingListener.Step step = steps.get(i);
      assertThat(step.learningRate()).isCloseTo(Math.pow(0.5, 1 + i / 4.0), within(1e-12));
      assertThat(step.epoch()).isEqualTo(i / 4);
      assertThat(step.batch()).isEqualTo(i % 4);
      assertThat(step.batches()).isEqualTo(4);
      assertThat(step.updates()).isEqualTo(i + 1);
      assertThat(step.epochSequences()).isEqualTo(5L * (i % 4 + 1));
    }
  }

  private static TrainerBuilder small(Backend backend) {
    return Trainer.on(backend)
        .network(NetworkSpec.input(1).rnn(2).finalState().dense(1))
        .loss(meanSquaredError())
        .update(sgd(0.5));
  }

  private static TrainingListener listening(List<TrainingListener.Step> steps) {
    return new TrainingListener() {
      @Override
      public void onStep(Trainer trainer, Step step) {
        steps.add(step);
      }
    };
  }

  @Test
  void shouldReportHowFastTrainingWas() {
    EpochResult first = new EpochResult(0, 1, 1, 0.1, 30, 600, 2, 1);
    EpochResult second = new EpochResult(1, 1, 1, 0.1, 30, 600, 2, 2);
    TrainingReport report =
        new TrainingReport(TrainingReport.Reason.EPOCHS, List.of(first, second), 0, 4);
    assertThat(report.timeStepsPerSecond()).isEqualTo(300);
    assertThat(report.sequencesPerSecond()).isEqualTo(15);
    assertThat(report.skippedUpdates()).isEqualTo(3);
  }

  /** Of twelve updates in an epoch the tenth is waited for, and the last. */
  @Test
  void shouldReadTheLossAtEveryTenthUpdateAndAtTheEndOfAnEpoch() {
    List<TrainingListener.Step> steps = new ArrayList<>();
    try (Backend backend = Backends.named("reference");
        Trainer trainer = small(backend).batchSize(1).build()) {
      TrainingReport report =
          trainer.fit(TestData.means(12, 9, 1), null, StopRule.epochs(1), listening(steps));
      assertThat(steps).hasSize(12);
      assertThat(steps.subList(0, 9)).allMatch(step -> Double.isNaN(step.meanLoss()));
      assertThat(steps.get(9).meanLoss()).isFinite().isEqualTo(steps.get(10).meanLoss());
      assertThat(steps.get(11).meanLoss())
          .isNotEqualTo(steps.get(10).meanLoss())
          .isEqualTo(report.history().get(0).trainingLoss());
    }
  }

  @Test
  void shouldTellHowLongTrainingTook() {
    try (Backend backend = Backends.named("reference");
        Trainer trainer = small(backend).build()) {
      long start = System.nanoTime();
      TrainingReport report = trainer.fit(TestData.means(12, 9, 1), StopRule.epochs(2));
      double atMost = (System.nanoTime() - start) / 1e9;
      assertThat(report.history()).hasSize(2).allMatch(epoch -> epoch.seconds() > 0);
      assertThat(report.seconds())
          .isEqualTo(report.history().stream().mapToDouble(EpochResult::seconds).sum())
          .isLessThanOrEqualTo(atMost);
    }
  }
}
