package io.carousel.data;

import io.carousel.internal.Require;
import java.util.Arrays;
import java.util.List;

/**
 * Standardizes columns: z = (x - mean) / deviation. A column that never changes has deviation 1.
 *
 * @param columns the names of the columns
 * @param means by column
 * @param deviations standard deviations (of the population) by column, above 0
 */
public record Scaler(List<String> columns, List<Double> means, List<Double> deviations) {
  public Scaler {
    columns = List.copyOf(columns);
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    Require.that(
        means.size() == columns.size() && deviations.size() == columns.size(),
        "a scaler needs a mean and a deviation per column, columns="
            + columns.size()
            + ", means="
            + means.size()
            + ", deviations="
            + deviations.size());
    means.forEach(m -> Require.that(Double.isFinite(m), "mean must be finite, mean=" + m));
    deviations.forEach(d -> Require.positive(d, "deviation"));
  }

  /** The scaler that changes nothing. */
  public static Scaler identity(List<String> columns) {
    return new Scaler(
        columns, columns.stream().map(c -> 0.0).toList(), columns.stream().map(c -> 1.0).toList());
  }

  /** Means and deviations over the first {@code rows[i]} rows of each series i. */
  public static Scaler fit(List<Series> series, int[] rows) {
    List<String> columns = series.get(0).columns();
    double[] means = new double[columns.size()];
    double[] deviations = new double[columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      means[c] = mean(series, rows, c);
      double deviation = deviation(series, rows, c, means[c]);
      deviations[c] = deviation > 0 ? deviation : 1;
    }
    return new Scaler(columns, boxed(means), boxed(deviations));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double mean(List<Series> series, int[] rows, int column) {
    double sum = 0;
    long count = 0;
    for (int s = 0; s < rows.length; s++) {
      for (int row = 0; row < rows[s]; row++) {
        sum += series.get(s).value(row, column);
      }
      count += rows[s];
    }
    return sum / count;
  }

  private static double deviation(List<Series> series, int[] rows, int column, double mean) {
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

  /** The standardized value of a column. */
  public float scale(int column, float value) {
    return (float) ((value - means.get(column)) / deviations.get(column));
  }

  /** The value in the data's own unit. */
  public double unscale(int column, double scaled) {
    return scaled * deviations.get(column) + means.get(column);
  }

  /** The scaler of these columns only. */
  public Scaler select(List<String> names) {
    int[] from = names.stream().mapToInt(this::position).toArray();
    return new Scaler(
        names,
        Arrays.stream(from).mapToObj(means::get).toList(),
        Arrays.stream(from).mapToObj(deviations::get).toList());
  }

  private int position(String name) {
    int position = columns.indexOf(name);
    Require.that(position >= 0, "column must be one of " + columns + ", column=" + name);
    return position;
  }

  /** A copy of the block [rows, columns], standardized. */
  public float[] scaled(float[] values) {
    int width = columns.size();
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = scale(i % width, values[i]);
    }
    return result;
  }
}
