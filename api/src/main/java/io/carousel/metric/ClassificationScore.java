package io.carousel.metric;

import io.carousel.internal.Require;
import java.util.EnumMap;
import java.util.Map;

/** Collects predicted and actual classes; knows accuracy and macro-F1. */
public final class ClassificationScore {
  private final long[] hits;
  private final long[] predictions;
  private final long[] actuals;
  private long count;

  /**
   * An empty score.
   *
   * @param classes how many classes there are
   */
  public ClassificationScore(int classes) {
    Require.positive(classes, "classes");
    hits = new long[classes];
    predictions = new long[classes];
    actuals = new long[classes];
  }

  /** Adds one position. */
  public void add(int predicted, int actual) {
    predictions[predicted]++;
    actuals[actual]++;
    hits[actual] += predicted == actual ? 1 : 0;
    count++;
  }

  /** The class with the largest output; the first of equals. */
  public static int argMax(float[] outputs) {
    int best = 0;
    for (int k = 1; k < outputs.length; k++) {
      if (outputs[k] > outputs[best]) {
        best = k;
      }
    }
    return best;
  }

  /** Accuracy and macro-F1; NaN without any position. */
  public Map<Metric, Double> metrics() {
    long right = 0;
    double f1 = 0;
    int present = 0;
    for (int k = 0; k < hits.length; k++) {
      right += hits[k];
      long seen = predictions[k] + actuals[k];
      if (seen > 0) {
        f1 += 2.0 * hits[k] / seen;
        present++;
      }
    }
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.ACCURACY, (double) right / count);
    metrics.put(Metric.MACRO_F1, f1 / present);
    return metrics;
  }
}
