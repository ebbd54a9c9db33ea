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
    column = TimeColumn.of(times(series), series);
  }

  private Times times(Collection<int[]> series) {
    String name = reading.timeColumn();
    for (int row = 0; row < table.rows(); row++) {
      table.requirePresent(row, name);
    }
    TimeFormat format =
        reading.timeFormat() == null ? null : TimeFormat.named(reading.timeFormat());
    try {
      return Times.read(row -> table.text(row, name), table.rows(), format, zone(), series);
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
      throw outOfOrder(id, rows, order.fault());
    }
    return order;
  }

  private IllegalArgumentException outOfOrder(String id, int[] rows, int fault) {
    String name = reading.timeColumn();
    int before = rows[fault - 1];
    int row = rows[fault];
    return new IllegalArgumentException(
        "time must strictly ascend within a series, "
            + table.place(row, name, table.text(row, name))
            + ", before="
            + Shown.text(table.text(before, name))
            + ", series="
            + id
            + "; "
            + remedy(before, row, rows.length == table.rows()));
  }

  private String remedy(int before, int row, boolean oneSeries) {
    String name = reading.timeColumn();
    if (reading.timeZone() == null && column.isClockChange(before, row)) {
      return "clocks seem to be put back here: name their zone with --time-zone";
    }
    if (reading.timeZone() != null
        && column.isSameMoment(before, row)
        && !table.text(before, name).equals(table.text(row, name))) {
      return "both are the same time in "
          + reading.timeZone()
          + ", whose clocks skip an hour here: correct the time or the zone";
    }
    return oneSeries
        ? "sort the rows by time and remove duplicates; several series in one file are told apart"
            + " by train forecast --series-id"
        : "sort the rows by time and remove duplicates";
  }

  /** The time some steps after a row, or null where times are irregular. */
  public String textAfter(int row, int steps) {
    return column.textAfter(row, steps, table.text(row, reading.timeColumn()));
  }
}
