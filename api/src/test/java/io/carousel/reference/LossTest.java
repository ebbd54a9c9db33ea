package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carousel.loss.Loss;
import io.carousel.spi.Mode;
import io.carousel.spi.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses against central differences and numbers known on paper, and what they count. */
class LossTest {
  private static final int WIDTH = 3;
  private static final int STEPS = 4;
  private static final int[] LENGTHS = {2, 0, 4};

  static Stream<Arguments> losses() {
    List<Arguments> losses = new ArrayList<>();
    for (Loss loss :
        List.of(
            Loss.meanSquaredError(),
            Loss.meanAbsoluteError(),
            Loss.softmaxCrossEntropy(),
            Loss.binaryCrossEntropy())) {
      losses.add(arguments(loss, true));
      losses.add(arguments(loss, false));
    }
    return losses.stream();
  }

  private static OneLoss planned(Loss loss, boolean perStep) {
    OneLoss planned = new OneLoss(loss, Mode.TRAINING, perStep, WIDTH, STEPS, LENGTHS);
    int positions = (perStep ? STEPS : 1) * LENGTHS.length;
    for (int p = 0; p < positions; p++) {
      if (loss.targets() == Loss.Targets.CLASSES) {
        planned.plan.staging(0).classes().put(p, p % WIDTH);
      } else {
        for (int k = 0; k < WIDTH; k++) {
          planned.plan.staging(0).targets().put(p * WIDTH + k, (p * 5 + k * 3) % 8 / 7f);
        }
      }
    }
    return planned;
  }

  private static double[] output(boolean perStep) {
    double[] y = new double[(perStep ? STEPS : 1) * LENGTHS.length * WIDTH];
    for (int e = 0; e < y.length; e++) {
      y[e] = Math.sin(2.3 * e + 1);
    }
    return y;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsOfTheSumAgreeWithCentralDifferences(Loss loss, boolean perStep) {
    try (OneLoss planned = planned(loss, perStep)) {
      double[] y = output(perStep);
      planned.run(y);
      Map<String, double[]> gradient = Map.of("dy", planned.dy());
      double[] differences = new double[y.length];
      for (int e = 0; e < y.length; e++) {
        double kept = y[e];
        y[e] = kept + Agreement.STEP;
        double above = planned.run(y).loss();
        y[e] = kept - Agreement.STEP;
        differences[e] = (above - planned.run(y).loss()) / (2 * Agreement.STEP);
        y[e] = kept;
      }
      assertThat(Agreement.disagreements(gradient, Map.of("dy", differences))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void positionsThatDoNotCountAreNeitherReadNorGivenAGradient(Loss loss, boolean perStep) {
    try (OneLoss planned = planned(loss, perStep)) {
      double[] y = output(perStep);
      Sums clean = planned.run(y);
      for (int e = 0; e < y.length; e++) {
        y[e] = counts(e, perStep) ? y[e] : Double.NaN;
      }
      assertThat(planned.run(y)).isEqualTo(clean);
      for (int e = 0; e < y.length; e++) {
        assertThat(counts(e, perStep) || planned.dy()[e] == 0).isTrue();
      }
    }
  }

  private static boolean counts(int element, boolean perStep) {
    int n = element / WIDTH % LENGTHS.length;
    return perStep ? element / WIDTH / LENGTHS.length < LENGTHS[n] : LENGTHS[n] > 0;
  }

  @Test
  void everyValidStepIsAPosition() {
    try (OneLoss planned = planned(Loss.meanSquaredError(), true)) {
      Sums sums = planned.run(output(true));
      assertThat(sums.count()).isEqualTo(6);
      assertThat(sums.pending()).isEqualTo(6);
    }
  }

  @Test
  void everySequenceThatIsNotEmptyIsAPosition() {
    try (OneLoss planned = planned(Loss.meanSquaredError(), false)) {
      assertThat(planned.run(output(false)).count()).isEqualTo(2);
    }
  }

  /** Two steps and one: errors 1, 2 and 4, so squares 1 + 4 + 16 = 21 over 3 positions. */
  @Test
  void theMeanLossDividesByTheTrueCount() {
    try (OneLoss planned =
        new OneLoss(Loss.meanSquaredError(), Mode.EVALUATION, true, 1, 2, 2, 1)) {
      assertThat(planned.run(1, 4, 2, 99).meanLoss()).isEqualTo(7);
    }
  }

  @Test
  void anEvaluationCountsButLeavesNothingPending() {
    try (OneLoss planned = new OneLoss(Loss.meanAbsoluteError(), Mode.EVALUATION, false, 2, 1, 1)) {
      assertThat(planned.run(3, -1)).isEqualTo(new Sums(2, 1, 0, 0, -1));
    }
  }

  /** Equal logits of K classes cost log K each. */
  @Test
  void equalLogitsCostTheLogarithmOfTheNumberOfClasses() {
    try (OneLoss planned = planned(Loss.softmaxCrossEntropy(), false)) {
      double loss = planned.run(new double[9]).meanLoss();
      assertThat(loss).isCloseTo(Math.log(3), within(1e-15));
    }
  }

  /**
   * Far logits: the loss of the right class is 0 and of the wrong one the distance, no overflow.
   */
  @Test
  void farLogitsDoNotOverflowInCrossEntropy() {
    try (OneLoss planned =
        new OneLoss(Loss.softmaxCrossEntropy(), Mode.TRAINING, false, 2, 1, 1, 1)) {
      planned.plan.staging(0).classes().put(0, 0).put(1, 1);
      assertThat(planned.run(2000, 0, 2000, 0).loss()).isEqualTo(2000);
      assertThat(planned.dy()).containsExactly(0, 0, 1, -1);
    }
  }

  @Test
  void farLogitsDoNotOverflowInBinaryCrossEntropy() {
    try (OneLoss planned =
        new OneLoss(Loss.binaryCrossEntropy(), Mode.TRAINING, false, 1, 1, 1, 1)) {
      planned.plan.staging(0).targets().put(0, 0).put(1, 0);
      assertThat(planned.run(2000, -2000).loss()).isEqualTo(2000);
      assertThat(planned.dy()).containsExactly(1, 0);
    }
  }

  /** Logit 0 costs log 2 whatever the target. */
  @Test
  void anUndecidedLogitCostsTheLogarithmOfTwo() {
    try (OneLoss planned = planned(Loss.binaryCrossEntropy(), true)) {
      double loss = planned.run(new double[36]).meanLoss();
      assertThat(loss).isCloseTo(Math.log(2), within(1e-15));
    }
  }

  @Test
  void theGradientOfTheAbsoluteErrorIsZeroAtZero() {
    try (OneLoss planned = new OneLoss(Loss.meanAbsoluteError(), Mode.TRAINING, false, 2, 1, 1)) {
      planned.run(0, -5);
      assertThat(planned.dy()).containsExactly(0, -0.5);
    }
  }

  /** [T, N, K]: whoever looked at another place would find another number. */
  @Test
  void everyColumnOfEveryStepHasItsOwnTarget() {
    try (OneLoss planned =
        new OneLoss(Loss.meanSquaredError(), Mode.EVALUATION, true, 2, 2, 2, 2)) {
      planned.plan.staging(0).targets().put(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
      assertThat(planned.run(1, 2, 3, 4, 5, 6, 7, 8)).isEqualTo(new Sums(0, 4, 0, 0, -1));
    }
  }

  @Test
  void lossesHaveTheNamesOfOptions() {
    assertThat(
            Stream.of(
                    Loss.meanSquaredError(),
                    Loss.meanAbsoluteError(),
                    Loss.softmaxCrossEntropy(),
                    Loss.binaryCrossEntropy())
                .map(Loss::label))
        .containsExactly(
            "meanSquaredError", "meanAbsoluteError", "softmaxCrossEntropy", "binaryCrossEntropy");
  }
}
