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
   * For each foretold row the value one season earlier, or as many whole seasons as it takes to
   * reach a row that is known; in the data's own units. A row before the series' first becomes the
   * last known one.
   */
  public static double[] seasonal(WindowSet windows, int example, int season) {
    Require.positive(season, "season");
    double[] forecast = new double[windows.targetWidth()];
    int known = windows.rowAfter(example);
    int columns = windows.windows().targets().size();
    for (int i = 0; i < forecast.length; i++) {
      int row = known + windows.windows().horizon().first() - 1 + i / columns;
      while (row >= known) {
        row -= season;
      }
      forecast[i] = value(windows, example, i, row < 0 ? known - 1 : row);
    }
    return forecast;
  }

  private static double value(WindowSet windows, int example, int target, int row) {
    return windows.target(example, row, target % windows.windows().targets().size());
  }
}
