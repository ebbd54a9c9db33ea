package io.carousel.cli.task;

import io.carousel.data.Bucketing;
import io.carousel.data.NaiveForecast;
import io.carousel.data.WindowSet;
import io.carousel.loss.Loss;
import io.carousel.metric.Metric;
import io.carousel.predict.OutputListener;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Errors of forecasts in the data's own units. */
final class ForecastScore implements Score {
  private final WindowSet windows;
  private final ForecastErrors errors;

  private ForecastScore(WindowSet windows) {
    this.windows = windows;
    this.errors = new ForecastErrors(windows);
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
  public Measures measures(double meanLoss) {
    Measures measures = errors.measures(true);
    Map<Metric, Double> overall = new EnumMap<>(measures.overall());
    overall.put(Metric.LOSS, meanLoss);
    return new Measures(overall, measures.byHorizon(), measures.targets());
  }

  /** What persistence and the seasonal forecast score. */
  static Map<String, Measures> baseline(WindowSet windows, int season) {
    Map<String, Measures> baseline = new LinkedHashMap<>();
    baseline.put("persistence", naive(windows, i -> NaiveForecast.persistence(windows, i)));
    baseline.put("seasonal", naive(windows, i -> NaiveForecast.seasonal(windows, i, season)));
    return baseline;
  }

  private static Measures naive(WindowSet windows, IntFunction<double[]> forecast) {
    ForecastErrors errors = new ForecastErrors(windows);
    for (int i = 0; i < windows.size(); i++) {
      errors.add(forecast.apply(i), windows.actual(i));
    }
    return errors.measures(false);
  }
}
