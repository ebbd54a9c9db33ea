package io.carousel.cli.terminal;

import java.util.Arrays;
import java.util.Locale;

/** Two series over the same steps as a picture of characters. */
public final class Chart {
  private static final int LABEL = 9;

  private final int rows;
  private final int stride;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  private Chart(int rows, int stride, double[]... series) {
    this.rows = rows;
    this.stride = stride;
    for (double[] one : series) {
      for (double value : one) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }

  /**
   * Draws what came as {@code o}, what was foretold as {@code x}, and {@code *} where both meet.
   *
   * @param rows the height
   * @param stride characters per step
   */
  public static String of(double[] actual, double[] forecast, int rows, int stride) {
    return new Chart(rows, stride, actual, forecast).draw(actual, forecast);
  }

  private String draw(double[] actual, double[] forecast) {
    char[][] cells = new char[rows][stride * actual.length];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int i = 0; i < actual.length; i++) {
      mark(cells, i, actual[i], 'o');
      mark(cells, i, forecast[i], 'x');
    }
    StringBuilder picture = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      picture.append(String.format(Locale.ROOT, "%" + LABEL + ".1f |", valueAt(row)));
      picture.append(new String(cells[row]).stripTrailing()).append('\n');
    }
    picture.append(" ".repeat(LABEL + 1)).append('+').append("-".repeat(cells[0].length));
    return picture.toString();
  }

  private void mark(char[][] cells, int step, double value, char sign) {
    int row = high == low ? 0 : (int) Math.round((high - value) / (high - low) * (rows - 1));
    int column = step * stride + stride / 2;
    cells[row][column] = cells[row][column] == ' ' ? sign : '*';
  }

  private double valueAt(int row) {
    return high - (high - low) * row / Math.max(1, rows - 1);
  }
}
