package io.carousel.io;

import io.carousel.data.Series;
import io.carousel.internal.Require;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a CSV file: columns of numbers, 8 bytes a number, and columns of text, in the file's
 * order. Rows are numbered from 0 here; messages give the line in the file as an editor shows it.
 * Immutable.
 */
public final class CsvTable {
  private final CsvSource source;
  private final Map<String, NumberColumn> numbers;
  private final Map<String, TextColumn> texts;
  private final Lines lines;
  private final MissingReport missing;

  /** All are kept, not copied. */
  CsvTable(
      CsvSource source,
      Map<String, NumberColumn> numbers,
      Map<String, TextColumn> texts,
      Lines lines,
      MissingReport missing) {
    this.source = source;
    this.numbers = numbers;
    this.texts = texts;
    this.lines = lines;
    this.missing = missing;
  }

  /** The file it came from. */
  public Path file() {
    return source.file();
  }

  /** The names in the header, in order, also of columns that were not kept. */
  public List<String> columnNames() {
    return source.columns();
  }

  /** How the file was read, with the separator that was found. */
  public CsvFormat format() {
    return source.format();
  }

  /** The number of rows. */
  public int rows() {
    return lines.size();
  }

  /** What was done about missing cells. */
  public MissingReport missing() {
    return missing;
  }

  /** The line of a row in the file, from 1. */
  public long line(int row) {
    return lines.get(row);
  }

  /**
   * A cell of a column of text as it stands in the file, without white space around it.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public String text(int row, String column) {
    return texts(column).get(row);
  }

  /**
   * A cell of a column of numbers; NaN where it is missing.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public double number(int row, String column) {
    return numbers(column).get(row);
  }

  /** Whether a cell is empty or says in a text of the format's that it is missing. */
  public boolean isMissing(int row, String column) {
    NumberColumn found = numbers.get(column);
    return found == null ? texts(column).isMissing(row) : found.isMissing(row);
  }

  /** Whether a column was read as text and not as numbers. */
  public boolean isText(String column) {
    return !numbers.containsKey(column) && texts.containsKey(column);
  }

  /** Whether a number was not in the file. */
  public boolean isFilled(int row, String column) {
    return numbers(column).isFilled(row);
  }

  /** Whether a number was not in the file and comes from a later row; never a text's. */
  public boolean isFromLater(int row, String column) {
    NumberColumn found = numbers.get(column);
    return found != null && found.isFromLater(row);
  }

  NumberColumn numbers(String column) {
    NumberColumn found = numbers.get(column);
    if (found == null) {
      throw absent(column, "numbers");
    }
    return found;
  }

  TextColumn texts(String column) {
    TextColumn found = texts.get(column);
    if (found == null) {
      throw absent(column, "text");
    }
    return found;
  }

  private IllegalArgumentException absent(String column, String kind) {
    source.require(column);
    return new IllegalArgumentException(
        "a column must have been read as " + kind + ", column=" + column + ", file=" + file());
  }

  /**
   * The numbers of these columns, all rows; the series has the file's name as its id.
   *
   * @throws IllegalArgumentException if there is no such column, or if a cell is missing
   */
  public Series series(List<String> names) {
    Require.that(!names.isEmpty(), "columns must be named, columns=[], file=" + file());
    double[] values =
        new double[Require.arraySize((long) rows() * names.size(), "the numbers of a file")];
    for (int c = 0; c < names.size(); c++) {
      NumberColumn column = numbers(names.get(c));
      for (int row = 0; row < rows(); row++) {
        values[row * names.size() + c] =
            column.isMissing(row) ? refuse(row, names.get(c)) : column.get(row);
      }
    }
    return new Series(fileName(), names, values);
  }

  private double refuse(int row, String column) {
    requirePresent(row, column);
    return Double.NaN;
  }

  String fileName() {
    return String.valueOf(file().getFileName());
  }

  /** Throws if a cell is missing. */
  void requirePresent(int row, String column) {
    if (isMissing(row, column)) {
      throw new IllegalArgumentException(
          "a cell must not be missing, row="
              + line(row)
              + ", column="
              + column
              + ", file="
              + file()
              + "; fill it, or choose what to do with --missing "
              + Missing.remedies());
    }
  }

  /** Where a cell is and what it says, as messages have it. */
  String place(int row, String column, String text) {
    return source.place(line(row), column, text);
  }

  /**
   * A table without missing cells in these columns; other columns are left as they are.
   *
   * @param missing what is done about them
   * @param lookedAt the columns
   * @param seriesIdColumn the column that tells series apart, or null where there is one series
   * @throws IllegalArgumentException if there is no such column; under {@link Missing#ERROR} if a
   *     cell is missing; under {@link Missing#DROP} if no row is left; else if a cell of text is
   *     missing, or a column has no number at all in a series
   */
  public CsvTable withMissing(Missing missing, List<String> lookedAt, String seriesIdColumn) {
    return new MissingCells(this, List.copyOf(new LinkedHashSet<>(lookedAt)))
        .treated(missing, seriesIdColumn);
  }

  /** The same file with some columns replaced. */
  CsvTable with(Map<String, NumberColumn> changed, MissingReport report) {
    Map<String, NumberColumn> columns = new LinkedHashMap<>(numbers);
    columns.putAll(changed);
    return new CsvTable(source, columns, texts, lines, report);
  }

  /** The same file with these rows only. */
  CsvTable select(int[] rows, MissingReport report) {
    Map<String, NumberColumn> keptNumbers = new LinkedHashMap<>();
    numbers.forEach((name, column) -> keptNumbers.put(name, column.select(rows)));
    Map<String, TextColumn> keptTexts = new LinkedHashMap<>();
    texts.forEach((name, column) -> keptTexts.put(name, column.select(rows)));
    return new CsvTable(source, keptNumbers, keptTexts, lines.select(rows), report);
  }

  /**
   * The rows of each series, in the order in which the series first appear; rows in the order of
   * the file, in which series may alternate.
   *
   * @param idColumn the column that tells series apart, or null: one series with the file's name
   * @return series id to row numbers
   * @throws IllegalArgumentException if there is no such column or an id is missing
   */
  public Map<String, int[]> bySeries(String idColumn) {
    if (idColumn == null) {
      return Map.of(fileName(), IntStream.range(0, rows()).toArray());
    }
    TextColumn ids = texts(idColumn);
    Map<String, IntStream.Builder> builders = new LinkedHashMap<>();
    IntStream.Builder current = null;
    for (int row = 0; row < rows(); row++) {
      if (row == 0 || !ids.same(row, row - 1)) {
        requirePresent(row, idColumn);
        current = builders.computeIfAbsent(ids.get(row), any -> IntStream.builder());
      }
      current.add(row);
    }
    Map<String, int[]> groups = new LinkedHashMap<>();
    builders.forEach((id, members) -> groups.put(id, members.build().toArray()));
    return Collections.unmodifiableMap(groups);
  }
}
