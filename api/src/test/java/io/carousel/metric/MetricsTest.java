package io.carousel.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricsTest {
  /** Errors 1, -1, 2, 0: MAE 1, MSE 6/4; actual 1 2 3 6 has mean 3 and squared deviation 14. */
  @Test
  void shouldMeasureRegressionAsWrittenOutByHand() {
    RegressionScore score = new RegressionScore();
    score.add(new double[] {2, 1, 5, 6}, new double[] {1, 2, 3, 6});
    assertThat(score.metrics().get(Metric.MAE)).isEqualTo(1);
    assertThat(score.metrics().get(Metric.RMSE)).isEqualTo(Math.sqrt(1.5));
    assertThat(score.metrics().get(Metric.R2)).isCloseTo(1 - 6.0 / 14, within(1e-15));
  }

  @Test
  void shouldHaveNoR2WhereNothingVaries() {
    RegressionScore score = new RegressionScore();
    score.add(new double[] {1, 3}, new double[] {2, 2});
    assertThat(score.metrics().get(Metric.R2)).isNaN();
  }

  /**
   * Class 0: 2 hits, 3 predicted, 2 actual: F1 4/5. Class 1: 0 of 1 actual, none predicted: 0.
   * Class 2: 1 hit, 1 predicted, 1 actual: 1. Class 3 never occurs. Macro-F1 1.8 / 3.
   */
  @Test
  void shouldMeasureClassificationAsWrittenOutByHand() {
    ClassificationScore score = new ClassificationScore(4);
    score.add(0, 0);
    score.add(0, 0);
    score.add(0, 1);
    score.add(2, 2);
    assertThat(score.metrics().get(Metric.ACCURACY)).isEqualTo(0.75);
    assertThat(score.metrics().get(Metric.MACRO_F1)).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void shouldTakeTheFirstOfEqualOutputs() {
    assertThat(ClassificationScore.argMax(new float[] {1, 3, 3})).isOne();
  }

  @Test
  void shouldRefusePredictionsOfAnotherLength() {
    assertThatThrownBy(() -> new RegressionScore().add(new double[1], new double[2]))
        .hasMessage("predictions must be as many as actual values, predicted=1, actual=2");
  }

  @Test
  void shouldHaveTheKeysThatFilesShow() {
    assertThat(Metric.values())
        .extracting(Metric::key)
        .containsExactly(
            "loss",
            "mae",
            "rmse",
            "r2",
            "scaledMae",
            "scaledRmse",
            "accuracy",
            "macroF1",
            "perplexity",
            "sequencesPerSecond");
  }
}
