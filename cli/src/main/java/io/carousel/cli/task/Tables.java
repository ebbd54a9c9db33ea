package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.io.CsvReader;
import io.carousel.io.CsvTable;
import io.carousel.io.Missing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Csv files with their missing cells treated. */
final class Tables {
  private Tables() {}

  /**
   * Reads a file for a model and treats the missing cells of the model's columns. Columns that the
   * file lacks are left to the model's encoding, which names them all.
   *
   * @param groupColumn the column that tells series or sequences apart, or null
   */
  static CsvTable read(Path file, List<String> columns, Missing missing, String groupColumn) {
    CsvTable table = CsvReader.read(file);
    List<String> present = columns.stream().filter(table.columnNames()::contains).toList();
    return treated(table, present, missing, groupColumn);
  }

  /** The table with the missing cells of the columns treated. */
  static CsvTable treated(
      CsvTable table, List<String> columns, Missing missing, String groupColumn) {
    return table.withMissing(missing, columns, groupColumn);
  }

  /** The columns asked for, or all but the excluded ones. */
  static List<String> features(CsvTable table, List<String> asked, List<String> excluded) {
    if (asked != null) {
      return asked;
    }
    List<String> rest = new ArrayList<>(table.columnNames());
    rest.removeAll(excluded);
    Require.that(
        !rest.isEmpty(),
        "a feature column must be left, columns="
            + table.columnNames()
            + ", excluded="
            + excluded
            + ", file="
            + table.file());
    return rest;
  }

  /** What was read from a file, and what was dropped or filled. */
  static String describe(CsvTable table) {
    StringBuilder text = new StringBuilder("read ").append(table.rows()).append(" rows");
    text.append(" from ").append(table.file());
    if (table.droppedRows() > 0) {
      text.append("; dropped ").append(table.droppedRows()).append(" rows with missing cells");
    }
    if (table.filledCells() > 0) {
      text.append("; filled ").append(table.filledCells()).append(" missing cells");
    }
    return text.toString();
  }
}
