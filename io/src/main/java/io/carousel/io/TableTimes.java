package io.carousel.io;

import io.carousel.internal.Shown;
import io.carousel.io.time.TimeColumn;
import io.carousel.io.time.TimeFormat;
import io.carousel.io.time.TimeOrder;
import io.carousel.io.time.TimeStep;
import io.carousel.io.time.TimeTextException;
import io.carousel.io.time.Times;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;

/** The times of a table's rows, which must ascend within each series. */
public final class TableTimes {
  private final CsvTable table;
  private final Reading reading;
  private final TimeColumn column;

  /**
   * Reads the column of times.
   *
   * @param reading names it, and says how it is written
   * @param series the rows of each series
   * @throws IllegalArgumentException if a time is missing, is no time or could be two
   */
  public TableTimes(CsvTable table, Reading reading, Collection<int[]> series) {
    this.table = table;
    this.reading = reading;
    column = TimeColumn.of(times(), series);
  }

  private Times times() {
    String name = reading.timeColumn();
    for (int row = 0; row < table.rows(); row++) {
      table.requirePresent(row, name);
    }
    TimeFormat format =
        reading.timeFormat() == null ? null : TimeFormat.named(reading.timeFormat());
    try {
      return Times.read(row -> table.text(row, name), table.rows(), format, zone());
    } catch (TimeTextException e) {
      throw new IllegalArgumentException(
          e.getMessage()
              + ", row="
              + table.line(e.index())
              + ", column="
              + name
              + ", file="
              + table.file(),
          e);
    }
  }

  private ZoneId zone() {
    try {
      return reading.timeZone() == null ? null : ZoneId.of(reading.timeZone());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time zone must be a name such as Europe/Berlin or UTC, timeZone=" + reading.timeZone(),
          e);
    }
  }

  /** The name under which a model keeps how the times are written. */
  public String format() {
    return column.times().format().name();
  }

  /** The step at which most times follow each other. */
  public TimeStep step() {
    return column.step();
  }

  /**
   * How the rows of a series follow each other.
   *
   * @throws IllegalArgumentException if one is not later than the one before it
   */
  public TimeOrder order(String id, int[] rows) {
    TimeOrder order = column.order(rows, reading.largestGap());
    if (order.fault() >= 0) {
      throw outOfOrder(id, rows[order.fault() - 1], rows[order.fault()]);
    }
    return order;
  }

  private IllegalArgumentException outOfOrder(String id, int before, int row) {
    String name = reading.timeColumn();
    boolean back = reading.timeZone() == null && column.isClockChange(before, row);
    return new IllegalArgumentException(
        "time must strictly ascend within a series, "
            + table.place(row, name, table.text(row, name))
            + ", before="
            + Shown.text(table.text(before, name))
            + ", series="
            + id
            + (back
                ? "; clocks seem to be put back here: name their zone with --time-zone"
                : "; sort the rows by time and remove duplicates"));
  }

  /** The time some steps after a row, or null where times are irregular. */
  public String textAfter(int row, int steps) {
    return column.textAfter(row, steps, table.text(row, reading.timeColumn()));
  }
}
