package io.carousel.cli.task;

import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.Reading;
import io.carousel.io.time.TimeOrder;
import java.util.ArrayList;
import java.util.List;

/** Counts the gaps of a file, to say what windows do not cross. */
final class GapCount {
  private final CsvTable table;
  private final Reading reading;
  private int gaps;
  private long missing;
  private long longest;
  private int beforeLongest;
  private int afterLongest;
  private int clockChanges;

  GapCount(CsvTable table, Reading reading) {
    this.table = table;
    this.reading = reading;
  }

  /** Adds a series with these rows of the table. */
  void add(TimeOrder order, int[] rows) {
    gaps += order.gaps().cardinality();
    missing += order.missingSteps();
    clockChanges += order.clockChanges();
    if (order.longestGap() > longest) {
      longest = order.longestGap();
      beforeLongest = rows[order.afterLongest() - 1];
      afterLongest = rows[order.afterLongest()];
    }
  }

  /** The gaps if there are any, and what can be done about them. */
  List<String> remarksWithAdvice() {
    List<String> remarks = new ArrayList<>();
    remarks()
        .forEach(gap -> remarks.add(gap + ", --largest-gap N lets them cross N missing steps"));
    if (clockChanges > 0) {
      remarks.add(
          Shown.count(clockChanges, "missing hour")
              + " taken for clocks put forward; --time-zone names the zone of the times, UTC if its"
              + " clocks are never changed");
    }
    return remarks;
  }

  /** The gaps if there are any. */
  List<String> remarks() {
    if (gaps == 0) {
      return List.of();
    }
    return List.of(
        Shown.count(gaps, "gap")
            + " with "
            + Shown.count(missing, "missing step")
            + ", the longest of "
            + longest
            + " between "
            + table.text(beforeLongest, reading.timeColumn())
            + " and "
            + table.text(afterLongest, reading.timeColumn())
            + "; windows do not cross them");
  }
}
