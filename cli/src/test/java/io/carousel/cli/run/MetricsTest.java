package io.carousel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.metric.Metric;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void writesNullForWhatIsNoNumber() {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.RMSE, 0.5);
    metrics.put(Metric.R2, Double.NaN);
    assertThat(MetricsJson.write(MetricsJson.byKey(metrics)))
        .isEqualToIgnoringWhitespace("{\"rmse\":0.5,\"r2\":null}");
  }

  @Test
  void alignsRowsWithDifferentMetrics() {
    Map<String, Map<Metric, Double>> rows = new LinkedHashMap<>();
    rows.put("test", Map.of(Metric.LOSS, 0.25, Metric.MAE, 12.0));
    rows.put("naive", Map.of(Metric.MAE, 30.0));
    assertThat(MetricsTable.of(rows).lines())
        .containsExactly(
            "             loss         mae",
            "test      0.25000      12.000",
            "naive                  30.000");
  }

  @Test
  void showsNumbersShort() {
    assertThat(ProgressView.shown(0.0123456)).isEqualTo("0.0123");
    assertThat(ProgressView.shown(0.001)).isEqualTo("0.001");
    assertThat(ProgressView.shown(Double.NaN)).isEqualTo("-");
  }

  @Test
  void mentionsSkippedUpdatesOnlyWhereThereAreSome() {
    assertThat(ProgressView.skipped(" skipped ", 0)).isEmpty();
    assertThat(ProgressView.skipped(" skipped ", 3)).isEqualTo(" skipped 3");
  }
}
