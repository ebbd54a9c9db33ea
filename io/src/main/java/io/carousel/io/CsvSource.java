package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a table came from.
 *
 * @param columns the names in the header, in order
 * @param format with the separator that was found
 */
record CsvSource(Path file, List<String> columns, CsvFormat format) {
  CsvSource {
    columns = List.copyOf(columns);
    requireDifferent(columns, file);
  }

  private static void requireDifferent(List<String> columns, Path file) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "column names must differ, column="
                + name
                + ", positions="
                + (columns.indexOf(name) + 1)
                + " and "
                + (i + 1)
                + ", file="
                + file);
      }
    }
  }

  /** Throws if there is no such column. */
  void require(String column) {
    if (!columns.contains(column)) {
      Require.that(
          false,
          "column must be one of "
              + Shown.list(columns)
              + ", column="
              + Shown.text(column)
              + quoted(column)
              + ", file="
              + file);
    }
  }

  /** A hint where a name with a comma was taken for two names. */
  private String quoted(String column) {
    return columns.stream()
        .filter(name -> name.startsWith(column + ",") || name.endsWith("," + column))
        .findFirst()
        .map(name -> " (in a list, a name with commas is quoted: '\"" + Shown.text(name) + "\"')")
        .orElse("");
  }

  /** Where a cell is and what it says, as messages have it. */
  String place(long line, String column, String text) {
    return "row=" + line + ", column=" + column + ", text=" + Shown.text(text) + ", file=" + file;
  }
}
