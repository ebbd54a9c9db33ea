package io.carousel.metric;

import io.carousel.internal.Require;
import java.util.EnumMap;
import java.util.Map;

/** Collects predicted and actual numbers; knows MAE, RMSE and R2 over all of them together. */
public final class RegressionScore {
  private long count;
  private double absolute;
  private double squared;
  private double mean;
  private double deviation;

  /** Adds predictions and what really came, element by element. */
  public void add(double[] predicted, double[] actual) {
    Require.that(
        predicted.length == actual.length,
        "predictions must be as many as actual values, predicted="
            + predicted.length
            + ", actual="
            + actual.length);
    for (int i = 0; i < actual.length; i++) {
      add(predicted[i], actual[i]);
    }
  }

  /** Adds one pair; mean and deviation by Welford's recurrence (1962). */
  public void add(double predicted, double actual) {
    double error = predicted - actual;
    absolute += Math.abs(error);
    squared += error * error;
    count++;
    double step = actual - mean;
    mean += step / count;
    deviation += step * (actual - mean);
  }

  /** MAE, RMSE and R2; R2 is NaN where all actual values are equal; all NaN without any. */
  public Map<Metric, Double> metrics() {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.MAE, absolute / count);
    metrics.put(Metric.RMSE, Math.sqrt(squared / count));
    metrics.put(Metric.R2, deviation > 0 ? 1 - squared / deviation : Double.NaN);
    return metrics;
  }
}
