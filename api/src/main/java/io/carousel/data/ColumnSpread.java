package io.carousel.data;

import io.carousel.internal.Positions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the numbers of one column are spread.
 *
 * @param column its name
 * @param mean of the numbers
 * @param deviation the standard deviation (of the population)
 * @param constant whether all numbers are the same, or differ by less than 64-bit arithmetic can
 *     tell at their size
 */
public record ColumnSpread(String column, double mean, double deviation, boolean constant) {
  /** Spacings of 64-bit numbers that may be nothing but the rounding of sums. */
  private static final int ROUNDING = 16;

  /** Of columns over the first {@code rows[i]} rows of each series i. */
  public static List<ColumnSpread> of(List<Series> series, List<String> columns, int[] rows) {
    int[] positions = Positions.of(columns, series.get(0).columns(), "column");
    return IntStream.range(0, positions.length)
        .mapToObj(i -> of(series, columns.get(i), positions[i], rows))
        .toList();
  }

  private static ColumnSpread of(List<Series> series, String column, int position, int[] rows) {

    Range range = new Range(series, position, rows);
    if (range.lowest >= range.highest) { // no rows, or one number over and over
      return new ColumnSpread(column, range.isEmpty() ? 0 : range.lowest, 0, true);
    }
    double mean = mean(series, position, rows, range.lowest);
    double deviation = deviation(series, position, rows, mean);
    double finest = ROUNDING * Math.ulp(Math.max(Math.abs(range.lowest), Math.abs(range.highest)));
    return new ColumnSpread(column, mean, deviation, deviation < finest);
  }

  /** Counted from one of the numbers, so that a large common part does not drown the rest. */
  private static double mean(List<Series> series, int column, int[] rows, double origin) {
    double sum = 0;
    long count = 0;
    for (int s = 0; s < rows.length; s++) {
      for (int row = 0; row < rows[s]; row++) {
        sum += series.get(s).value(row, column) - origin;
      }
      count += rows[s];
    }
    return origin + sum / count;
  }

  private static double deviation(List<Series> series, int column, int[] rows, double mean) {
    double sum = 0;
    long count = 0;
    for (int s = 0; s < rows.length; s++) {
      for (int row = 0; row < rows[s]; row++) {
        double difference = series.get(s).value(row, column) - mean;
        sum += difference * difference;
      }
      count += rows[s];
    }
    return Math.sqrt(sum / count);
  }

  /** Whether float32 shows no difference between the column's numbers unless they are scaled. */
  boolean lostInFloat32() {
    return !constant && deviation < Math.ulp((float) mean);
  }

  private static final class Range {
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    Range(List<Series> series, int column, int[] rows) {
      for (int s = 0; s < rows.length; s++) {
        for (int row = 0; row < rows[s]; row++) {
          double value = series.get(s).value(row, column);
          lowest = Math.min(lowest, value);
          highest = Math.max(highest, value);
        }
      }
    }

    boolean isEmpty() {
      return lowest > highest;
    }
  }
}
