package io.carousel.io;

import io.carousel.data.Series;
import io.carousel.internal.Require;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a CSV file as text, in the file's order. Rows are numbered from 0 here; messages give
 * the line in the file as an editor shows it. Immutable.
 */
public final class CsvTable {
  /** Cells with the line on which they start, from 1. */
  record Row(long line, List<String> cells) {}

  private final Path file;
  private final List<String> columns;
  private final List<Row> rows;
  private final int droppedRows;
  private final int filledCells;

  /** The lists are kept, not copied. */
  CsvTable(Path file, List<String> columns, List<Row> rows, int droppedRows, int filledCells) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
    this.droppedRows = droppedRows;
    this.filledCells = filledCells;
  }

  /** The file it came from. */
  public Path file() {
    return file;
  }

  /** The names in the header, in order. */
  public List<String> columnNames() {
    return columns;
  }

  /** The number of rows. */
  public int rows() {
    return rows.size();
  }

  /** How many rows {@link Missing#DROP} left out. */
  public int droppedRows() {
    return droppedRows;
  }

  /** How many cells {@link Missing#FORWARD_FILL} filled. */
  public int filledCells() {
    return filledCells;
  }

  /** The line of a row in the file, from 1. */
  public long line(int row) {
    return rows.get(row).line();
  }

  /**
   * A cell as it stands in the file, without white space around it.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public String text(int row, String column) {
    return text(row, position(column));
  }

  String text(int row, int column) {
    return rows.get(row).cells().get(column);
  }

  /** Whether a cell is empty or {@code NA}. */
  public boolean isMissing(int row, String column) {
    return isMissing(text(row, column));
  }

  static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("NA");
  }

  /** The position of a column, from 0; an error that lists the columns if there is none. */
  int position(String column) {
    int position = columns.indexOf(column);
    Require.that(
        position >= 0,
        "column must be one of " + columns + ", column=" + column + ", file=" + file);
    return position;
  }

  /** The numbers of these columns, all rows; errors as in {@link #columns(List)}. */
  public Series columns(String... names) {
    return columns(List.of(names));
  }

  /**
   * The numbers of these columns, all rows; the series has the file's name as its id.
   *
   * @throws IllegalArgumentException if there is no such column, or if a cell is missing, is not a
   *     number, or is not finite
   */
  public Series columns(List<String> names) {
    Require.that(!names.isEmpty(), "columns must be named, columns=[], file=" + file);
    int[] from = names.stream().mapToInt(this::position).toArray();
    double[] values = new double[Math.multiplyExact(rows(), from.length)];
    for (int row = 0; row < rows(); row++) {
      for (int c = 0; c < from.length; c++) {
        values[row * from.length + c] = number(row, from[c]);
      }
    }
    return new Series(fileName(), names, values);
  }

  String fileName() {
    return String.valueOf(file.getFileName());
  }

  /** The number in a cell. */
  double number(int row, int column) {
    String text = requirePresent(row, column);
    if (!Numbers.looksFinite(text)) {
      throw notANumber(row, column, text);
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw notFinite(row, column, text);
    }
    return value;
  }

  private IllegalArgumentException notANumber(int row, int column, String text) {
    if (Numbers.looksInfinite(text)) {
      return notFinite(row, column, text);
    }
    return new IllegalArgumentException(
        "a cell must be a number, "
            + place(row, column, text)
            + "; name a column of categories with --categorical");
  }

  private IllegalArgumentException notFinite(int row, int column, String text) {
    return new IllegalArgumentException(
        "a number must be finite in 64 bits, "
            + place(row, column, text)
            + "; correct the cell, or empty it and choose what to do with --missing");
  }

  /** The text of a cell that must not be missing. */
  String requirePresent(int row, int column) {
    String text = text(row, column);
    Require.that(!isMissing(text), isMissing(text) ? missing(row, column) : "");
    return text;
  }

  private String missing(int row, int column) {
    return "a cell must not be missing, row="
        + line(row)
        + ", column="
        + columns.get(column)
        + ", file="
        + file
        + "; fill it, or choose --missing drop or --missing forward-fill";
  }

  /** Where a cell is and what it says, as messages have it. */
  String place(int row, int column, String text) {
    return "row="
        + line(row)
        + ", column="
        + columns.get(column)
        + ", text="
        + Shown.text(text)
        + ", file="
        + file;
  }

  /**
   * A table without missing cells in these columns; other columns are left as they are.
   *
   * @param missing what is done about them
   * @param lookedAt the columns
   * @param seriesIdColumn the column that tells series apart, or null where there is one series
   * @throws IllegalArgumentException if there is no such column; under {@link Missing#ERROR} if a
   *     cell is missing; under {@link Missing#DROP} if no row is left; under {@link
   *     Missing#FORWARD_FILL} if a series starts with a missing cell
   */
  public CsvTable withMissing(Missing missing, List<String> lookedAt, String seriesIdColumn) {
    int[] positions = lookedAt.stream().mapToInt(this::position).distinct().toArray();
    return new MissingCells(this, positions).treated(missing, seriesIdColumn);
  }

  /** The same file with other rows. */
  CsvTable with(List<Row> changed, int dropped, int filled) {
    return new CsvTable(file, columns, changed, droppedRows + dropped, filledCells + filled);
  }

  Row row(int row) {
    return rows.get(row);
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
    int column = position(idColumn);
    Map<String, IntStream.Builder> builders = new LinkedHashMap<>();
    for (int row = 0; row < rows(); row++) {
      String id = requirePresent(row, column);
      builders.computeIfAbsent(id, any -> IntStream.builder()).add(row);
    }
    Map<String, int[]> groups = new LinkedHashMap<>();
    builders.forEach((id, members) -> groups.put(id, members.build().toArray()));
    return Collections.unmodifiableMap(groups);
  }

  /**
   * Throws unless the values of a column ascend strictly within each series. They are compared as
   * numbers where all are numbers, else as text, in which ISO dates and times come in order.
   *
   * @param timeColumn the column
   * @param idColumn the column that tells series apart, or null where there is one series
   * @throws IllegalArgumentException with the row and both values
   */
  public void checkTimeOrder(String timeColumn, String idColumn) {
    new TimeOrder(this, position(timeColumn)).check(bySeries(idColumn));
  }
}
