package io.carousel.data;

import io.carousel.internal.Require;
import java.util.Arrays;
import java.util.List;

/**
 * How many time steps lie between times at which a series moves alike. It is looked for in the
 * changes from step to step, not in the values: a trend makes any two values near each other alike,
 * so that the season next to it drowns.
 *
 * @param rows of one season where no step is absent, 1 if there is none
 * @param correlation of the changes that many steps apart, from -1 to 1; 0 if there is none
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
    Changes changes = new Changes(series, series.column(column), rows);
    double[] correlations = changes.autocorrelation(Math.min(longest + 1, changes.count() - 1));
    double chance = CHANCE / Math.sqrt(changes.count());
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
}
