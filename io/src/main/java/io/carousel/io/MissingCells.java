package io.carousel.io;

import io.carousel.internal.Require;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Treats the missing cells in some columns of a table. */
final class MissingCells {
  private final CsvTable table;
  private final List<String> columns;

  MissingCells(CsvTable table, List<String> columns) {
    this.table = table;
    this.columns = columns;
  }

  CsvTable treated(Missing missing, String seriesIdColumn) {
    return switch (missing) {
      case ERROR -> checked();
      case DROP -> dropped(seriesIdColumn);
      case FORWARD_FILL, BACK_FILL, INTERPOLATE, MASK -> filled(missing, seriesIdColumn);
    };
  }

  private CsvTable checked() {
    for (int row = 0; row < table.rows(); row++) {
      for (String column : columns) {
        table.requirePresent(row, column);
      }
    }
    return table;
  }

  private CsvTable dropped(String seriesIdColumn) {
    int[] kept = IntStream.range(0, table.rows()).filter(this::isWhole).toArray();
    int dropped = table.rows() - kept.length;
    Require.that(
        kept.length > 0,
        "a row without missing cells must be left, rows="
            + table.rows()
            + ", dropped="
            + dropped
            + ", file="
            + table.file());
    return dropped == 0
        ? table
        : table.select(kept, new MissingReport(dropped, 0, 0, before(kept, seriesIdColumn)));
  }

  private boolean isWhole(int row) {
    for (String column : columns) {
      if (table.isMissing(row, column)) {
        return false;
      }
    }
    return true;
  }

  /** How many rows of the same series are not kept before each one that is. */
  private int[] before(int[] kept, String seriesIdColumn) {
    int[] before = new int[kept.length];
    Map<String, Integer> waiting = new HashMap<>();
    int next = 0;
    for (int row = 0; row < table.rows(); row++) {
      String id = seriesIdColumn == null ? "" : table.text(row, seriesIdColumn);
      boolean isKept = next < kept.length && kept[next] == row;
      if (!isKept) {
        waiting.merge(id, 1, Integer::sum);
      } else {
        Integer dropped = waiting.remove(id);
        before[next++] = dropped == null ? 0 : dropped;
      }
    }
    return before;
  }

  private CsvTable filled(Missing missing, String seriesIdColumn) {
    Map<String, NumberColumn> filled = new LinkedHashMap<>();
    for (String name : columns) {
      if (!table.isText(name) && table.numbers(name).hasMissing()) {
        ColumnFill fill = new ColumnFill(table, name, missing);
        table.bySeries(seriesIdColumn).forEach(fill::series);
        filled.put(name, fill.column());
      } else if (table.isText(name)) {
        requireTexts(name);
      }
    }
    int fromLater = filled.values().stream().mapToInt(NumberColumn::fromLaterCells).sum();
    int cells = filled.values().stream().mapToInt(NumberColumn::filledCells).sum();
    return filled.isEmpty()
        ? table
        : table.with(filled, new MissingReport(0, cells, fromLater, new int[0]));
  }

  private void requireTexts(String column) {
    for (int row = 0; row < table.rows(); row++) {
      table.requirePresent(row, column);
    }
  }
}
