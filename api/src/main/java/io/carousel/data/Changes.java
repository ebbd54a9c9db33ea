package io.carousel.data;

import java.util.Arrays;

/** The changes of a column from one time step to the next; where a step is absent there is none. */
final class Changes {
  private final double[] changes;
  private final long[] steps;
  private final int count;

  /** Of the first rows of a series. */
  Changes(Series series, int column, int rows) {
    changes = new double[Math.max(0, rows - 1)];
    steps = new long[changes.length];
    int found = 0;
    for (int row = 1; row < rows; row++) {
      if (series.step(row) - series.step(row - 1) == 1) {
        changes[found] = series.value(row, column) - series.value(row - 1, column);
        steps[found++] = series.step(row);
      }
    }
    count = found;
  }

  int count() {
    return count;
  }

  /**
   * Of lags from 0 in steps: the sum over pairs that far apart by the sum over all (Box and
   * Jenkins, 1976, eq. 2.1.13), which has a season's multiples below the season; all 0 where
   * nothing changes. Absent changes count as the mean.
   */
  double[] autocorrelation(int longest) {
    double mean = Arrays.stream(changes, 0, count).average().orElse(0);
    double[] correlations = new double[Math.max(0, longest + 1)];
    double square = products(mean, 0);
    for (int lag = 0; lag < correlations.length && square > 0; lag++) {
      correlations[lag] = products(mean, lag) / square;
    }
    return correlations;
  }

  private double products(double mean, int lag) {
    double sum = 0;
    int before = 0;
    for (int i = 0; i < count; i++) {
      while (steps[before] < steps[i] - lag) {
        before++;
      }
      if (steps[before] == steps[i] - lag) {
        sum += (changes[i] - mean) * (changes[before] - mean);
      }
    }
    return sum;
  }
}
