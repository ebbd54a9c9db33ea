package io.carousel.data;

import io.carousel.internal.Require;
import java.util.Arrays;
import java.util.List;

/**
 * How many rows lie between times at which a series moves alike. It is looked for in the changes
 * from row to row, not in the values: a trend makes any two values near each other alike, so that
 * the season next to it drowns.
 *
 * @param rows of one season, 1 if there is none
 * @param correlation of the changes that many rows apart, from -1 to 1; 0 if there is none
 */
public record Season(int rows, double correlation) {
  /** No season. */
  public static final Season NONE = new Season(1, 0);

  /** Chance alone gives a larger correlation in 5 % of all lags. */
  private static final double CHANCE = 1.96;

  public Season {
    Require.positive(rows, "rows");
  }

  /**
   * The season of the first rows of a column.
   *
   * @param rows how many rows to look at
   * @param longest the longest season to look for
   * @param usual seasons of the calendar, preferred where the series has one of them
   * @return {@link #NONE} where no correlation is beyond what chance gives
   */
  public static Season of(
      Series series, String column, int rows, int longest, List<Integer> usual) {
    double[] changes = changes(series, series.column(column), rows);
    double[] correlations = autocorrelation(changes, Math.min(longest + 1, changes.length - 1));
    double chance = CHANCE / Math.sqrt(changes.length);
    Season best = NONE;
    for (int lag : usual) {
      if (lag > 1 && lag <= longest && lag < correlations.length && risesTo(lag, correlations)) {
        best = best.orBetter(lag, correlations[lag], chance);
      }
    }
    return best.equals(NONE) ? highestPeak(correlations, chance) : best;
  }

  /**
   * Whether shorter lags are less alike. In a smooth series changes near each other are always
   * alike, the more the nearer, and that is no season.
   */
  private static boolean risesTo(int lag, double[] correlations) {
    return Arrays.stream(correlations, 1, lag).min().orElse(1) < correlations[lag];
  }

  private static Season highestPeak(double[] correlations, double chance) {
    Season best = NONE;
    for (int lag = 2; lag < correlations.length - 1; lag++) {
      double here = correlations[lag];
      if (here > correlations[lag - 1] && here >= correlations[lag + 1]) {
        best = best.orBetter(lag, here, chance);
      }
    }
    return best;
  }

  private Season orBetter(int lag, double found, double chance) {
    return found > Math.max(chance, correlation) ? new Season(lag, found) : this;
  }

  private static double[] changes(Series series, int column, int rows) {
    double[] changes = new double[Math.max(0, rows - 1)];
    for (int row = 0; row < changes.length; row++) {
      changes[row] = series.value(row + 1, column) - series.value(row, column);
    }
    return changes;
  }

  /**
   * Of lags from 0: the sum over pairs that far apart by the sum over all (Box and Jenkins, 1976,
   * eq. 2.1.13), which has a season's multiples below the season; all 0 where nothing changes.
   */
  private static double[] autocorrelation(double[] numbers, int longest) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    double[] correlations = new double[Math.max(0, longest + 1)];
    double square = products(numbers, mean, 0);
    for (int lag = 0; lag < correlations.length && square > 0; lag++) {
      correlations[lag] = products(numbers, mean, lag) / square;
    }
    return correlations;
  }

  private static double products(double[] numbers, double mean, int lag) {
    double sum = 0;
    for (int i = lag; i < numbers.length; i++) {
      sum += (numbers[i] - mean) * (numbers[i - lag] - mean);
    }
    return sum;
  }
}
