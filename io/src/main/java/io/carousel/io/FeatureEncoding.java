package io.carousel.io;

import io.carousel.data.Series;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
   * @param masked whether a second feature is 1 where the number was missing
   */
  public record Column(String name, List<String> categories, boolean masked) {
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
      if (categorical()) {
        return categories.stream().map(c -> name + "=" + c).toList();
      }
      return masked ? List.of(name, name + "=missing") : List.of(name);
    }
  }

  public FeatureEncoding {
    columns = List.copyOf(columns);
    Require.that(!columns.isEmpty(), "an encoding needs a column, columns=[]");
    List<String> names = columns.stream().map(Column::name).toList();
    Require.that(
        names.stream().distinct().count() == names.size(),
        "features must differ, features=" + Shown.list(names));
  }

  /**
   * Learns the categories from a table.
   *
   * @param table the training data
   * @param features the columns, in order
   * @param categorical those among them that hold categories
   * @param missing what was done about missing cells
   * @throws IllegalArgumentException if there is no such column, if a categorical column is not
   *     among the features, or if a category is missing
   */
  public static FeatureEncoding fit(
      CsvTable table, List<String> features, List<String> categorical, Missing missing) {
    Set<String> known = new HashSet<>(features);
    for (String name : categorical) {
      Require.that(
          known.contains(name),
          () ->
              "categorical columns must be among the features, column="
                  + name
                  + ", features="
                  + Shown.list(features));
    }
    Set<String> categories = new HashSet<>(categorical);
    return new FeatureEncoding(
        features.stream()
            .map(name -> learn(table, name, categories.contains(name), missing))
            .toList());
  }

  private static Column learn(CsvTable table, String name, boolean categorical, Missing missing) {
    if (!categorical) {
      boolean filled = table.numbers(name).filledCells() > 0;
      return new Column(name, List.of(), missing == Missing.MASK && filled);
    }
    TreeSet<String> categories = new TreeSet<>();
    for (int row = 0; row < table.rows(); row++) {
      table.requirePresent(row, name);
      categories.add(table.text(row, name));
    }
    return new Column(name, List.copyOf(categories), false);
  }

  /** The names of the features: {@code close}, {@code weekday=mon}. */
  public List<String> names() {
    return columns.stream().flatMap(c -> c.names().stream()).toList();
  }

  /** The names of the table's columns. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** Which columns of a file this needs, and as what. */
  public CsvColumns csvColumns() {
    Set<String> numbers = new LinkedHashSet<>();
    List<String> texts = new ArrayList<>();
    for (Column column : columns) {
      if (column.categorical()) {
        texts.add(column.name());
      } else {
        numbers.add(column.name());
      }
    }
    return CsvColumns.numbers(numbers).andTexts(texts);
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
    Set<String> present = new HashSet<>(names());
    numbers.stream()
        .filter(name -> !present.contains(name))
        .map(name -> new Column(name, List.of(), false))
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
    List<String> names = names();
    int width = names.size();
    double[] values =
        new double[Require.arraySize((long) rows.length * width, "the numbers of a series")];
    int at = 0;
    for (Column column : columns) {
      if (column.categorical()) {
        categories(table, rows, column, values, at, width);
      } else {
        numbers(table, rows, column, values, at, width);
      }
      at += column.names().size();
    }
    return new Series(id, names, values);
  }

  private static void categories(
      CsvTable table, int[] rows, Column column, double[] values, int at, int width) {
    for (int i = 0; i < rows.length; i++) {
      values[i * width + at + category(table, rows[i], column)] = 1;
    }
  }

  private static void numbers(
      CsvTable table, int[] rows, Column column, double[] values, int at, int width) {
    NumberColumn numbers = table.numbers(column.name());
    for (int i = 0; i < rows.length; i++) {
      if (numbers.isMissing(rows[i])) {
        table.requirePresent(rows[i], column.name());
      }
      values[i * width + at] = numbers.get(rows[i]);
      if (column.masked()) {
        values[i * width + at + 1] = numbers.isFilled(rows[i]) ? 1 : 0;
      }
    }
  }

  private void requireColumns(CsvTable table) {
    requireColumns(table.columnNames(), table.file());
  }

  /**
   * Throws unless a file has all columns.
   *
   * @param header the names of the file's columns
   */
  public void requireColumns(List<String> header, Path file) {
    Set<String> present = new HashSet<>(header);
    List<String> absent = columnNames().stream().filter(name -> !present.contains(name)).toList();
    Require.that(
        absent.isEmpty(),
        () ->
            "the file must have the columns of the model, missing="
                + Shown.list(absent)
                + ", expected="
                + Shown.list(columnNames())
                + ", columns="
                + Shown.list(header)
                + ", file="
                + file);
  }

  private static int category(CsvTable table, int row, Column column) {
    table.requirePresent(row, column.name());
    String text = table.text(row, column.name());
    int category = Collections.binarySearch(column.categories(), text);
    if (category < 0) {
      throw new IllegalArgumentException(
          "a category must be one of "
              + Shown.list(column.categories())
              + " as in training, "
              + table.place(row, column.name(), text));
    }
    return category;
  }
}
