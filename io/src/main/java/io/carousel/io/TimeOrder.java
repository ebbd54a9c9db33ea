package io.carousel.io;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;

/** Checks that the values of one column of a table ascend. */
final class TimeOrder {
  private final CsvTable table;
  private final String column;
  private final Comparator<String> order;

  TimeOrder(CsvTable table, String column) {
    this.table = table;
    this.column = column;
    this.order =
        allNumbers()
            ? Comparator.comparing((String text) -> new BigDecimal(text))
            : Comparator.naturalOrder();
  }

  private boolean allNumbers() {
    for (int row = 0; row < table.rows(); row++) {
      table.requirePresent(row, column);
      if (!Numbers.looksFinite(table.text(row, column))) {
        return false;
      }
    }
    return true;
  }

  void check(Map<String, int[]> series) {
    series.forEach(this::check);
  }

  private void check(String id, int[] rows) {
    for (int i = 1; i < rows.length; i++) {
      String before = table.text(rows[i - 1], column);
      String text = table.text(rows[i], column);
      if (order.compare(before, text) >= 0) {
        throw new IllegalArgumentException(
            "time must strictly ascend within a series, "
                + table.place(rows[i], column, text)
                + ", before="
                + Shown.text(before)
                + ", series="
                + id
                + "; sort the rows by time and remove duplicates");
      }
    }
  }
}
