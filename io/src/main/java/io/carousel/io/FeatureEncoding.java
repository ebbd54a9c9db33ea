package io.carousel.io;

import io.carousel.data.Series;
import io.carousel.internal.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * How the columns of a table become features: a column of numbers is one feature, a column of
 * categories is one feature per category, 1 where the row has it and 0 elsewhere (one-hot).
 *
 * @param columns in order
 */
public record FeatureEncoding(List<Column> columns) {
  /**
   * A column of the table.
   *
   * @param name its name in the header
   * @param categories its values in sorted order; none for a column of numbers
   */
  public record Column(String name, List<String> categories) {
    public Column {
      Require.that(name != null, "a column needs a name, name=null");
      categories = List.copyOf(categories);
      Require.that(
          List.copyOf(new TreeSet<>(categories)).equals(categories),
          "categories must be sorted and differ, column=" + name + ", categories=" + categories);
    }

    /** Whether this is a column of categories. */
    public boolean categorical() {
      return !categories.isEmpty();
    }

    /** The features that come from it. */
    List<String> names() {
      return categorical() ? categories.stream().map(c -> name + "=" + c).toList() : List.of(name);
    }
  }

  public FeatureEncoding {
    columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "an encoding needs a column, columns=[]");
    List<String> names = columns.stream().map(Column::name).toList();
    Require.that(
        names.stream().distinct().count() == names.size(),
        "features must differ, features=" + names);
  }

  /**
   * Learns the categories from a table.
   *
   * @param table the training data
   * @param features the columns, in order
   * @param categorical those among them that hold categories
   * @throws IllegalArgumentException if there is no such column, if a categorical column is not
   *     among the features, if a cell is missing, or if one holds no number in a column that is not
   *     categorical
   */
  public static FeatureEncoding fit(
      CsvTable table, List<String> features, List<String> categorical) {
    for (String name : categorical) {
      Require.that(
          features.contains(name),
          "categorical columns must be among the features, column="
              + name
              + ", features="
              + features);
    }
    return new FeatureEncoding(
        features.stream().map(name -> learn(table, name, categorical.contains(name))).toList());
  }

  private static Column learn(CsvTable table, String name, boolean categorical) {
    int position = table.position(name);
    TreeSet<String> categories = new TreeSet<>();
    for (int row = 0; row < table.rows(); row++) {
      if (categorical) {
        categories.add(table.requirePresent(row, position));
      } else {
        table.number(row, position);
      }
    }
    return new Column(name, List.copyOf(categories));
  }

  /** The names of the features: {@code close}, {@code weekday=mon}. */
  public List<String> names() {
    return columns.stream().flatMap(c -> c.names().stream()).toList();
  }

  /** The names of the table's columns. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The number of features. */
  public int width() {
    return names().size();
  }

  /**
   * This encoding with those of the columns of numbers added at its end that are not yet among its
   * features: a forecast's targets stand beside its features so.
   */
  public FeatureEncoding including(List<String> numbers) {
    List<Column> more = new ArrayList<>(columns);
    numbers.stream()
        .filter(name -> !names().contains(name))
        .map(name -> new Column(name, List.of()))
        .forEach(more::add);
    return new FeatureEncoding(more);
  }

  /**
   * The features of some rows.
   *
   * @param table any table that has the columns, in any order
   * @param rows the row numbers, in time order
   * @param id the id of the series
   * @return a series of {@link #names()}, as many rows as asked for
   * @throws IllegalArgumentException if the table lacks a column, or if a cell is missing, is no
   *     number in a column of numbers, is not finite, or is a category unseen in {@link #fit}
   */
  public Series apply(CsvTable table, int[] rows, String id) {
    requireColumns(table);
    int width = width();
    double[] values = new double[Math.multiplyExact(rows.length, width)];
    int at = 0;
    for (Column column : columns) {
      int position = table.position(column.name());
      for (int i = 0; i < rows.length; i++) {
        if (column.categorical()) {
          values[i * width + at + category(table, rows[i], position, column)] = 1;
        } else {
          values[i * width + at] = table.number(rows[i], position);
        }
      }
      at += column.names().size();
    }
    return new Series(id, names(), values);
  }

  private void requireColumns(CsvTable table) {
    List<String> absent =
        columnNames().stream().filter(name -> !table.columnNames().contains(name)).toList();
    Require.that(
        absent.isEmpty(),
        "the file must have the columns of the model, missing="
            + absent
            + ", expected="
            + columnNames()
            + ", columns="
            + table.columnNames()
            + ", file="
            + table.file());
  }

  private static int category(CsvTable table, int row, int position, Column column) {
    String text = table.requirePresent(row, position);
    int category = Collections.binarySearch(column.categories(), text);
    if (category < 0) {
      throw new IllegalArgumentException(
          "a category must be one of "
              + column.categories()
              + " as in training, "
              + table.place(row, position, text));
    }
    return category;
  }
}
