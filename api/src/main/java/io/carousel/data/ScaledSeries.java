package io.carousel.data;

import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import java.util.List;

/**
 * The features and the targets of series as a network reads them. The parts of a split share one,
 * so that numbers are scaled once.
 *
 * @param scaler of features and targets
 * @param features row-major [rows, features] by series
 * @param targets row-major [rows, targets] by series
 */
record ScaledSeries(Scaler scaler, List<float[]> features, List<float[]> targets) {

  /** {@code scaler} covers {@link Windows#scaledColumns}. */
  static ScaledSeries of(Windows windows, Scaler scaler) {
    return new ScaledSeries(
        scaler,
        scaled(windows, scaler.select(windows.features())),
        scaled(windows, scaler.select(windows.targets())));
  }

  private static List<float[]> scaled(Windows windows, Scaler scaler) {
    return windows.series().stream().map(series -> scaled(series, scaler)).toList();
  }

  private static float[] scaled(Series series, Scaler scaler) {
    int[] from = Positions.of(scaler.columns(), series.columns(), "column");
    float[] values =
        new float[Require.arraySize((long) series.rows() * from.length, "the scaled numbers")];
    for (int row = 0; row < series.rows(); row++) {
      for (int c = 0; c < from.length; c++) {
        values[row * from.length + c] = requireFinite(series, row, from[c], scaler, c);
      }
    }
    return values;
  }

  /** Numbers far outside what the scaler has seen may not fit a float32 once they are scaled. */
  private static float requireFinite(Series series, int row, int column, Scaler scaler, int c) {
    double value = series.value(row, column);
    float scaled = scaler.scale(c, value);
    if (!Float.isFinite(scaled)) {
      throw new IllegalArgumentException(
          "a number must be finite in 32 bits when it is scaled, series="
              + series.id()
              + ", row="
              + row
              + " (counted from 0 in the series), column="
              + series.columns().get(column)
              + ", value="
              + value
              + ", mean="
              + scaler.means().get(c)
              + ", deviation="
              + scaler.deviations().get(c)
              + "; correct or fill it, or leave the row out");
    }
    return scaled;
  }
}
