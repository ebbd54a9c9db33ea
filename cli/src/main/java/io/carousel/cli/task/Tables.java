package io.carousel.cli.task;

import io.carousel.internal.Shown;
import io.carousel.io.CsvColumns;
import io.carousel.io.CsvReader;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.MissingReport;
import io.carousel.io.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Csv files with their missing cells treated. */
final class Tables {
  private Tables() {}

  /**
   * Reads a file for a model that is trained already.
   *
   * @param encoding of all numbers and categories that are needed
   * @param texts columns kept as text, of which null ones do not count
   * @param lookedAt columns of text whose missing cells are treated too
   * @param groupColumn the column that tells series or sequences apart, or null
   */
  static CsvTable read(
      Path file,
      Reading reading,
      FeatureEncoding encoding,
      List<String> texts,
      List<String> lookedAt,
      String groupColumn) {
    CsvTable table =
        CsvReader.read(file, reading.format(), header -> chosen(header, file, encoding, texts));
    List<String> columns = new ArrayList<>(encoding.columnNames());
    columns.addAll(lookedAt);
    return table.withMissing(reading.missing(), columns, groupColumn);
  }

  private static CsvColumns chosen(
      List<String> header, Path file, FeatureEncoding encoding, List<String> texts) {
    encoding.requireColumns(header, file);
    return encoding.csvColumns().andTexts(texts.stream().filter(Objects::nonNull).toList());
  }

  /** What was read from a file, and what was dropped or filled. */
  static String describe(CsvTable table) {
    MissingReport missing = table.missing();
    StringBuilder text = new StringBuilder("read ").append(Shown.count(table.rows(), "row"));
    text.append(" from ").append(table.file());
    if (!table.format().separator().equals(",") && table.columnNames().size() > 1) {
      text.append(", separator ").append(shownSeparator(table.format().separator()));
    }
    if (missing.droppedRows() > 0) {
      text.append("; dropped ").append(Shown.count(missing.droppedRows(), "row"));
      text.append(" with missing cells");
    }
    if (missing.filledCells() > 0) {
      text.append("; filled ").append(Shown.count(missing.filledCells(), "missing cell"));
    }
    if (missing.filledFromLater() > 0) {
      text.append(", ").append(missing.filledFromLater()).append(" of them from later rows");
    }
    return text.toString();
  }

  private static String shownSeparator(String separator) {
    return separator.equals("\t") ? "tab" : "'" + separator + "'";
  }

  /** A line about columns that are left out since they have no name; none if there are none. */
  static List<String> unnamedRemarks(List<String> unnamed) {
    return unnamed.isEmpty()
        ? List.of()
        : List.of(
            "left out columns without a name: "
                + Shown.list(unnamed)
                + "; --features with '"
                + unnamed.get(0)
                + "' among its columns brings one back");
  }

  /** A line about columns that look as if they told rows apart rather than meaning something. */
  static List<String> rowNumberRemarks(CsvTable table, List<String> features) {
    List<String> like =
        features.stream()
            .filter(f -> !table.isText(f) && RowNumbers.like(column(table, f)))
            .toList();
    return like.isEmpty()
        ? List.of()
        : List.of(
            "features with another whole number in every row, as row numbers and ids have: "
                + Shown.list(like)
                + "; if they mean nothing, leave them out with --features");
  }

  private static double[] column(CsvTable table, String name) {
    double[] numbers = new double[table.rows()];
    Arrays.setAll(numbers, row -> table.number(row, name));
    return numbers;
  }
}
