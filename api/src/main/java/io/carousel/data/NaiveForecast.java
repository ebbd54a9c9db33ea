package io.carousel.data;

import io.carousel.internal.Require;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * The lag, from 2 to {@code longest}, at which a column resembles itself most: the highest local
   * maximum of its autocorrelation over the first {@code rows} rows, or 1 if there is none.
   */
  public static int season(Series series, String column, int rows, int longest) {
    int c = series.column(column);
    List<Double> correlation = new ArrayList<>();
    for (int lag = 0; lag <= Math.min(longest + 1, rows - 2); lag++) {
      correlation.add(autocorrelation(series, c, rows, lag));
    }
    int best = 1;
    for (int lag = 2; lag < correlation.size() - 1; lag++) {
      double here = correlation.get(lag);
      boolean peak = here > correlation.get(lag - 1) && here >= correlation.get(lag + 1);
      if (peak && here > 0 && (best == 1 || here > correlation.get(best))) {
        best = lag;
      }
    }
    return best;
  }

  private static double autocorrelation(Series series, int column, int rows, int lag) {
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      mean += series.value(row, column) / rows;
    }
    double sum = 0;
    for (int row = lag; row < rows; row++) {
      sum += (series.value(row, column) - mean) * (series.value(row - lag, column) - mean);
    }
    return sum / (rows - lag);
  }
}
