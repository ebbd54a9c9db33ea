package io.carousel.cli.task;

import io.carousel.data.Bucketing;
import io.carousel.data.NaiveForecast;
import io.carousel.data.WindowSet;
import io.carousel.loss.Loss;
import io.carousel.metric.Metric;
import io.carousel.metric.RegressionScore;
import io.carousel.predict.OutputListener;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Errors of forecasts in the data's own units. */
final class ForecastScore implements Score {
  private final WindowSet windows;
  private final RegressionScore errors = new RegressionScore();

  private ForecastScore(WindowSet windows) {
    this.windows = windows;
  }

  static Exam exam(WindowSet windows) {
    return new Exam(
        Bucketing.inOrder(windows, Exam.BATCH),
        Loss.meanSquaredError(),
        () -> new ForecastScore(windows));
  }

  @Override
  public OutputListener listener() {
    return (example, rows) -> errors.add(windows.unscale(rows[0]), windows.actual(example));
  }

  @Override
  public Map<Metric, Double> metrics(double meanLoss) {
    Map<Metric, Double> metrics = new EnumMap<>(errors.metrics());
    metrics.put(Metric.LOSS, meanLoss);
    return metrics;
  }

  /** What persistence and the seasonal forecast score. */
  static Map<String, Map<Metric, Double>> baseline(WindowSet windows, int season) {
    Map<String, Map<Metric, Double>> baseline = new LinkedHashMap<>();
    baseline.put("persistence", naive(windows, i -> NaiveForecast.persistence(windows, i)));
    baseline.put("seasonal", naive(windows, i -> NaiveForecast.seasonal(windows, i, season)));
    return baseline;
  }

  private static Map<Metric, Double> naive(WindowSet windows, IntFunction<double[]> forecast) {
    RegressionScore errors = new RegressionScore();
    for (int i = 0; i < windows.size(); i++) {
      errors.add(forecast.apply(i), windows.actual(i));
    }
    Map<Metric, Double> metrics = errors.metrics();
    metrics.remove(Metric.R2);
    return metrics;
  }
}
