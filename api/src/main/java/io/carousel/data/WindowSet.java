package io.carousel.data;

import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.spi.Staging;

/**
 * The windows of one part as examples, in time order, series by series. An example's targets are
 * the foretold rows one after another, each with the target columns: K = rows * columns.
 */
public final class WindowSet implements Dataset {
  private final Windows windows;
  private final ScaledSeries scaled;
  private final Scaler targetScaler;
  private final int[] targetColumns;
  private final WindowRuns runs;

  /**
   * The windows whose foretold rows all lie in [from, to), by series.
   *
   * @param scaled the series of the windows
   */
  WindowSet(Windows windows, ScaledSeries scaled, int[] from, int[] to) {
    this.windows = windows;
    this.scaled = scaled;
    this.targetScaler = scaled.scaler().select(windows.targets());
    this.targetColumns =
        Positions.of(windows.targets(), windows.series().get(0).columns(), "column");
    this.runs = WindowRuns.of(windows, from, to);
  }

  /** The scaler of features and targets. */
  public Scaler scaler() {
    return scaled.scaler();
  }

  /** What the windows are made of. */
  public Windows windows() {
    return windows;
  }

  /** The number of the series that an example was cut from. */
  public int seriesOf(int example) {
    return runs.series(example);
  }

  /** The row right after an example's window, in its series. */
  public int rowAfter(int example) {
    return runs.firstRow(example) + windows.window();
  }

  @Override
  public int size() {
    return runs.size();
  }

  @Override
  public int length(int example) {
    return windows.window();
  }

  @Override
  public int longest() {
    return windows.window();
  }

  @Override
  public long totalSteps() {
    return (long) size() * windows.window();
  }

  /** K: foretold rows times target columns. */
  public int targetWidth() {
    long numbers = (long) windows.horizon().rows() * windows.targets().size();
    return Require.arraySize(numbers, "the targets of a window");
  }

  @Override
  public DataShape shape() {
    return new DataShape(
        false, windows.features().size(), Loss.Targets.NUMBERS, targetWidth(), false);
  }

  @Override
  public void fill(Staging staging, int row, int example) {
    int s = seriesOf(example);
    int end = rowAfter(example);
    int width = windows.features().size();
    StagingRow into = new StagingRow(staging, row);
    into.length(windows.window());
    for (int t = 0; t < windows.window(); t++) {
      into.features(t, scaled.features().get(s), (end - windows.window() + t) * width, width);
    }
    int first = end + windows.horizon().first() - 1;
    into.targets(0, scaled.targets().get(s), first * windows.targets().size(), targetWidth());
  }

  /** The input of an example, scaled, [window][features]. */
  public float[][] window(int example) {
    int width = windows.features().size();
    float[][] rows = new float[windows.window()][width];
    int from = rowAfter(example) - windows.window();
    for (int t = 0; t < rows.length; t++) {
      System.arraycopy(
          scaled.features().get(seriesOf(example)), (from + t) * width, rows[t], 0, width);
    }
    return rows;
  }

  /** What really came, in the data's own units, [rows * columns]. */
  public double[] actual(int example) {
    int first = rowAfter(example) + windows.horizon().first() - 1;
    double[] actual = new double[targetWidth()];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = target(example, first + i / targetColumns.length, i % targetColumns.length);
    }
    return actual;
  }

  /** A target's value in a row of an example's series, in the data's own unit. */
  double target(int example, int row, int target) {
    return windows.series().get(seriesOf(example)).value(row, targetColumns[target]);
  }

  /** A network's output in the data's own units, [rows * columns]. */
  public double[] unscale(float[] output) {
    double[] values = new double[output.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = targetScaler.unscale(i % targetColumns.length, output[i]);
    }
    return values;
  }
}
