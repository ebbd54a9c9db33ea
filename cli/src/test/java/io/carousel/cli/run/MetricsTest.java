package io.carousel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.cli.task.Measures;
import io.carousel.cli.task.TargetMeasures;
import io.carousel.metric.Metric;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  void showsADashForWhatIsNoNumber() {
    assertThat(MetricsTable.of("x", Map.of("test", Map.of(Metric.R2, Double.NaN))).lines())
        .containsExactly("x             r2", "test           -");
  }

  @Test
  void showsSeveralTargetsApartAndEightOfManyRows() {
    List<Map<Metric, Double>> byHorizon =
        IntStream.range(0, 15).mapToObj(h -> Map.of(Metric.SCALED_MAE, (double) h)).toList();
    Map<String, TargetMeasures> targets = new LinkedHashMap<>();
    targets.put(
        "pm", new TargetMeasures(Map.of(Metric.MAE, 20.0, Metric.SCALED_MAE, 0.5), List.of()));
    targets.put(
        "t", new TargetMeasures(Map.of(Metric.MAE, 3.0, Metric.SCALED_MAE, 0.7), List.of()));
    Measures test = new Measures(Map.of(Metric.SCALED_MAE, 0.6), byHorizon, targets);
    Measures naive = new Measures(Map.of(Metric.SCALED_MAE, 0.9), byHorizon, targets);
    assertThat(MeasuresTable.of(Map.of("test", test), "test", Map.of("last", naive)).lines())
        .containsExactly(
            "             scaledMae",
            "test           0.60000",
            "test, last     0.90000",
            "",
            "test, by target         mae",
            "pm                   20.000",
            "pm, last             20.000",
            "t                    3.0000",
            "t, last              3.0000",
            "",
            "test, by rows ahead   scaledMae",
            "1                        0.0000",
            "3                        2.0000",
            "5                        4.0000",
            "7                        6.0000",
            "9                        8.0000",
            "11                       10.000",
            "13                       12.000",
            "15                       14.000");
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
