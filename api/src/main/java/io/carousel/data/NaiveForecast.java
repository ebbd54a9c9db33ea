package io.carousel.data;

import io.carousel.internal.Require;

/** The forecasts that a model must beat to be worth its training. */
public final class NaiveForecast {
  private NaiveForecast() {}

  /** The last value before the forecast, for all foretold rows; in the data's own units. */
  public static double[] persistence(WindowSet windows, int example) {
    double[] forecast = new double[windows.targetWidth()];
    for (int i = 0; i < forecast.length; i++) {
      forecast[i] = value(windows, example, i, windows.rowAfter(example) - 1);
    }
    return forecast;
  }

  /**
   * For each foretold row the value one season of time steps earlier, or as many whole seasons as
   * it takes to reach a row that is there and known; in the data's own units. Where there is none,
   * the last known value.
   */
  public static double[] seasonal(WindowSet windows, int example, int season) {
    Require.positive(season, "season");
    double[] forecast = new double[windows.targetWidth()];
    Series series = windows.windows().series().get(windows.seriesOf(example));
    int known = windows.rowAfter(example);
    int columns = windows.windows().targets().size();
    for (int i = 0; i < forecast.length; i++) {
      int row = known + windows.windows().horizon().first() - 1 + i / columns;
      forecast[i] = value(windows, example, i, seasonsBefore(series, row, known, season));
    }
    return forecast;
  }

  /**
   * The last of the known rows that lies whole seasons before a row. Rows may be absent, so steps
   * are counted and not rows.
   */
  private static int seasonsBefore(Series series, int row, int known, int season) {
    long step = series.step(row);
    int before = known - 1;
    while (before >= 0) {
      long rest = (step - series.step(before)) % season;
      if (rest == 0) {
        return before;
      }
      before = series.rowUpTo(series.step(before) - (season - rest));
    }
    return known - 1;
  }

  private static double value(WindowSet windows, int example, int target, int row) {
    return windows.target(example, row, target % windows.windows().targets().size());
  }
}
