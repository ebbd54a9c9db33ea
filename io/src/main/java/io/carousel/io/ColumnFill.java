package io.carousel.io;

/** Gives the missing cells of one column numbers, series by series. */
final class ColumnFill {
  private final CsvTable table;
  private final String name;
  private final Missing missing;
  private final NumberColumn column;

  ColumnFill(CsvTable table, String name, Missing missing) {
    this.table = table;
    this.name = name;
    this.missing = missing;
    this.column = table.numbers(name).copy();
  }

  NumberColumn column() {
    return column;
  }

  /** Fills the rows of a series. */
  void series(String id, int[] rows) {
    int before = -1;
    for (int i = 0; i < rows.length; i++) {
      if (!column.isMissing(rows[i])) {
        before = i;
        continue;
      }
      int after = i;
      while (after < rows.length && column.isMissing(rows[after])) {
        after++;
      }
      requireOneKnown(id, rows, before, after);
      fill(rows, before, after);
      i = after - 1;
    }
  }

  private void requireOneKnown(String id, int[] rows, int before, int after) {
    if (before < 0 && after == rows.length) {
      throw new IllegalArgumentException(
          "a column must have a number in every series, column="
              + name
              + ", series="
              + id
              + ", rows="
              + rows.length
              + ", file="
              + table.file()
              + "; leave the column out of --features, or leave the series out of the file");
    }
  }

  /** Fills what lies between two known rows, of which one may be absent. */
  private void fill(int[] rows, int before, int after) {
    boolean known = before >= 0;
    double first = known ? column.get(rows[before]) : column.get(rows[after]);
    double last = after < rows.length ? column.get(rows[after]) : first;
    for (int i = before + 1; i < after; i++) {
      double share = (double) (i - before) / (after - before);
      boolean later =
          switch (missing) {
            case BACK_FILL, INTERPOLATE -> after < rows.length;
            case ERROR, DROP, FORWARD_FILL, MASK -> !known;
          };
      column.fill(
          rows[i],
          switch (missing) {
            case BACK_FILL -> last;
            case INTERPOLATE -> known ? first + (last - first) * share : last;
            case ERROR, DROP, FORWARD_FILL, MASK -> first;
          },
          later);
    }
  }
}
