package io.carousel.data;

import io.carousel.internal.Positions;
import io.carousel.internal.Require;
import java.util.Arrays;
import java.util.List;

/**
 * Standardizes columns: z = (x - mean) / deviation, worked out in 64 bits and rounded to 32 bits
 * once. A column that never changes has deviation 1.
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
    for (int i = 0; i < columns.size(); i++) {
      requireFinite(columns.get(i), means.get(i), deviations.get(i));
    }
  }

  private static void requireFinite(String column, double mean, double deviation) {
    Require.that(
        Double.isFinite(mean) && Double.isFinite(deviation) && deviation > 0,
        () ->
            "a column must have a finite mean and a positive and finite standard deviation, column="
                + column
                + ", mean="
                + mean
                + ", deviation="
                + deviation
                + "; correct its numbers, divide them all by a large one, or leave the column out");
  }

  /** The scaler that changes nothing. */
  public static Scaler identity(List<String> columns) {
    return new Scaler(
        columns, columns.stream().map(c -> 0.0).toList(), columns.stream().map(c -> 1.0).toList());
  }

  /** Of all columns, over the first {@code rows[i]} rows of each series i. */
  public static Scaler fit(List<Series> series, int[] rows) {
    return fit(series, series.get(0).columns(), rows);
  }

  /** Of these columns, over the first {@code rows[i]} rows of each series i. */
  static Scaler fit(List<Series> series, List<String> columns, int[] rows) {
    List<ColumnSpread> spreads = ColumnSpread.of(series, columns, rows);
    return new Scaler(
        columns,
        spreads.stream().map(ColumnSpread::mean).toList(),
        spreads.stream().map(s -> s.constant() ? 1 : s.deviation()).toList());
  }

  /** The standardized value of a column. */
  public float scale(int column, double value) {
    return (float) ((value - means.get(column)) / deviations.get(column));
  }

  /** The value in the data's own unit. */
  public double unscale(int column, double scaled) {
    return scaled * deviations.get(column) + means.get(column);
  }

  /** The scaler of these columns only. */
  public Scaler select(List<String> names) {
    int[] from = Positions.of(names, columns, "column");
    return new Scaler(
        names,
        Arrays.stream(from).mapToObj(means::get).toList(),
        Arrays.stream(from).mapToObj(deviations::get).toList());
  }
}
