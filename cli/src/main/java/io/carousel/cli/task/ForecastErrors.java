package io.carousel.cli.task;

import io.carousel.data.Scaler;
import io.carousel.data.WindowSet;
import io.carousel.metric.Metric;
import io.carousel.metric.RegressionScore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Errors of forecasts by target and by foretold row. Micrograms and degrees have no mean: errors of
 * several targets are pooled only after each was divided by its target's standard deviation in the
 * training part.
 */
final class ForecastErrors {
  private final List<String> names;
  private final List<Double> deviations;
  private final int rows;
  private final RegressionScore[][] errors; // [target][row], own units
  private final RegressionScore[] totals; // [target], own units
  private final RegressionScore[] scaledTotals; // [target]
  private final RegressionScore[] scaledRows; // [row], all targets
  private final RegressionScore scaled = new RegressionScore();

  ForecastErrors(WindowSet windows) {
    names = windows.windows().targets();
    Scaler scaler = windows.scaler().select(names);
    deviations = scaler.deviations();
    rows = windows.windows().horizon().rows();
    errors =
        Stream.generate(() -> scores(rows)).limit(names.size()).toArray(RegressionScore[][]::new);
    totals = scores(names.size());
    scaledTotals = scores(names.size());
    scaledRows = scores(rows);
  }

  private static RegressionScore[] scores(int count) {
    return Stream.generate(RegressionScore::new).limit(count).toArray(RegressionScore[]::new);
  }

  /** Adds one window's forecast and what really came, both [rows * targets] in their own units. */
  void add(double[] forecast, double[] actual) {
    for (int i = 0; i < actual.length; i++) {
      int target = i % names.size();
      int row = i / names.size();
      errors[target][row].add(forecast[i], actual[i]);
      totals[target].add(forecast[i], actual[i]);
      double deviation = deviations.get(target);
      double scaledForecast = forecast[i] / deviation;
      double scaledActual = actual[i] / deviation;
      scaledTotals[target].add(scaledForecast, scaledActual);
      scaledRows[row].add(scaledForecast, scaledActual);
      scaled.add(scaledForecast, scaledActual);
    }
  }

  /** With R2 where it says something: against a model, not a naive forecast. */
  Measures measures(boolean r2) {
    Map<String, TargetMeasures> targets = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      Map<Metric, Double> overall = inUnits(totals[k], r2);
      overall.putAll(withoutUnit(scaledTotals[k]));
      targets.put(names.get(k), new TargetMeasures(overall, byRow(errors[k])));
    }
    return names.size() == 1
        ? new Measures(inUnits(totals[0], r2), byRow(errors[0]), targets)
        : new Measures(withoutUnit(scaled), scaledByRow(), targets);
  }

  private static List<Map<Metric, Double>> byRow(RegressionScore[] scores) {
    return Stream.of(scores).map(score -> inUnits(score, false)).toList();
  }

  private List<Map<Metric, Double>> scaledByRow() {
    List<Map<Metric, Double>> byRow = new ArrayList<>();
    for (RegressionScore score : scaledRows) {
      byRow.add(withoutUnit(score));
    }
    return byRow;
  }

  private static Map<Metric, Double> inUnits(RegressionScore score, boolean r2) {
    Map<Metric, Double> metrics = new EnumMap<>(score.metrics());
    if (!r2) {
      metrics.remove(Metric.R2);
    }
    return metrics;
  }

  private static Map<Metric, Double> withoutUnit(RegressionScore score) {
    Map<Metric, Double> own = score.metrics();
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.SCALED_MAE, own.get(Metric.MAE));
    metrics.put(Metric.SCALED_RMSE, own.get(Metric.RMSE));
    return metrics;
  }
}
