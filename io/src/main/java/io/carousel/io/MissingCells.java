package io.carousel.io;

import io.carousel.internal.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Treats the missing cells in some columns of a table. */
final class MissingCells {
  private final CsvTable table;
  private final int[] columns;

  MissingCells(CsvTable table, int[] columns) {
    this.table = table;
    this.columns = columns;
  }

  CsvTable treated(Missing missing, String seriesIdColumn) {
    return switch (missing) {
      case ERROR -> checked();
      case DROP -> dropped();
      case FORWARD_FILL -> filled(seriesIdColumn);
    };
  }

  private CsvTable checked() {
    for (int row = 0; row < table.rows(); row++) {
      for (int column : columns) {
        table.requirePresent(row, column);
      }
    }
    return table;
  }

  private CsvTable dropped() {
    List<CsvTable.Row> kept = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      if (isWhole(row)) {
        kept.add(table.row(row));
      }
    }
    int dropped = table.rows() - kept.size();
    Require.that(
        !kept.isEmpty(),
        "a row without missing cells must be left, rows="
            + table.rows()
            + ", dropped="
            + dropped
            + ", file="
            + table.file());
    return table.with(Collections.unmodifiableList(kept), dropped, 0);
  }

  private boolean isWhole(int row) {
    for (int column : columns) {
      if (CsvTable.isMissing(table.text(row, column))) {
        return false;
      }
    }
    return true;
  }

  private CsvTable filled(String seriesIdColumn) {
    List<CsvTable.Row> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      rows.add(table.row(row));
    }
    int filled = 0;
    for (var series : table.bySeries(seriesIdColumn).entrySet()) {
      String id = seriesIdColumn == null ? null : series.getKey();
      filled += fillSeries(id, series.getValue(), rows);
    }
    return table.with(Collections.unmodifiableList(rows), 0, filled);
  }

  private int fillSeries(String id, int[] members, List<CsvTable.Row> rows) {
    int filled = 0;
    for (int i = 0; i < members.length; i++) {
      if (!isWhole(members[i])) {
        if (i == 0) {
          throw startsMissing(id, members[0]);
        }
        filled += fillRow(rows, members[i], rows.get(members[i - 1]).cells());
      }
    }
    return filled;
  }

  private int fillRow(List<CsvTable.Row> rows, int row, List<String> before) {
    List<String> cells = new ArrayList<>(rows.get(row).cells());
    int filled = 0;
    for (int column : columns) {
      if (CsvTable.isMissing(cells.get(column))) {
        cells.set(column, before.get(column));
        filled++;
      }
    }
    rows.set(row, new CsvTable.Row(table.line(row), List.copyOf(cells)));
    return filled;
  }

  private IllegalArgumentException startsMissing(String id, int row) {
    int column = 0;
    while (!CsvTable.isMissing(table.text(row, columns[column]))) {
      column++;
    }
    return new IllegalArgumentException(
        "a series must not start with a missing cell to forward-fill, row="
            + table.line(row)
            + ", column="
            + table.columnNames().get(columns[column])
            + (id == null ? "" : ", series=" + id)
            + ", file="
            + table.file()
            + "; fill it, or choose --missing drop");
  }
}
