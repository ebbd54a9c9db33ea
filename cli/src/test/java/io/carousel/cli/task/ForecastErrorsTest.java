package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.data.Horizon;
import io.carousel.data.Scaler;
import io.carousel.data.Series;
import io.carousel.data.WindowSet;
import io.carousel.data.Windows;
import io.carousel.metric.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors of two targets in units as far apart as pascals and degrees. */
class ForecastErrorsTest {
  private static final Scaler SCALER =
      new Scaler(List.of("p", "t"), List.of(0.0, 0.0), List.of(1000.0, 2.0));

  private static WindowSet windows(String... targets) {
    return Windows.of(new Series("", List.of("p", "t"), new double[20]), 2)
        .features("p")
        .targets(List.of(targets), Horizon.next(2))
        .all(SCALER);
  }

  @Test
  void shouldPoolTargetsOnlyInStandardDeviations() {
    ForecastErrors errors = new ForecastErrors(windows("p", "t"));
    errors.add(new double[] {500, 1, 2000, 4}, new double[4]);
    Measures measures = errors.measures(true);
    assertThat(measures.overall()).containsOnlyKeys(Metric.SCALED_MAE, Metric.SCALED_RMSE);
    assertThat(measures.overall().get(Metric.SCALED_MAE)).isEqualTo((0.5 + 0.5 + 2 + 2) / 4);
    assertThat(measures.overall().get(Metric.SCALED_RMSE))
        .isCloseTo(Math.sqrt((0.25 + 0.25 + 4 + 4) / 4), within(1e-15));
    assertThat(measures.byHorizon().get(1).get(Metric.SCALED_MAE)).isEqualTo(2);
  }

  @Test
  void shouldMeasureEachTargetInItsOwnUnit() {
    ForecastErrors errors = new ForecastErrors(windows("p", "t"));
    errors.add(new double[] {500, 1, 2000, 4}, new double[4]);
    TargetMeasures degrees = errors.measures(false).targets().get("t");
    assertThat(degrees.overall().get(Metric.MAE)).isEqualTo(2.5);
    assertThat(degrees.overall().get(Metric.SCALED_MAE)).isEqualTo(1.25);
    assertThat(degrees.overall()).doesNotContainKey(Metric.R2);
    assertThat(degrees.byHorizon())
        .extracting(row -> row.get(Metric.MAE))
        .containsExactly(1.0, 4.0);
  }

  @Test
  void shouldKeepTheUnitOfASingleTarget() {
    ForecastErrors errors = new ForecastErrors(windows("p"));
    errors.add(new double[] {500, 2000}, new double[2]);
    Measures measures = errors.measures(true);
    assertThat(measures.overall())
        .containsOnlyKeys(Metric.MAE, Metric.RMSE, Metric.R2)
        .containsEntry(Metric.MAE, 1250.0);
    assertThat(measures.byHorizon())
        .extracting(row -> row.get(Metric.MAE))
        .containsExactly(500.0, 2000.0);
  }
}
