package io.carousel.cli.task;

import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.Reading;
import io.carousel.io.TableTimes;
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

  GapCount(CsvTable table, Reading reading) {
    this.table = table;
    this.reading = reading;
  }

  /** Adds a series with these rows of the table. */
  void add(TimeOrder order, int[] rows) {
    gaps += order.gaps().cardinality();
    missing += order.missingSteps();
    if (order.longestGap() > longest) {
      longest = order.longestGap();
      beforeLongest = rows[order.afterLongest() - 1];
      afterLongest = rows[order.afterLongest()];
    }
  }

  /** The step, and the gaps if there are any; {@code times} may be null. */
  List<String> remarks(TableTimes times) {
    List<String> remarks = new ArrayList<>();
    if (times != null) {
      remarks.add("time step: " + times.step() + ", times written as " + times.format());
    }
    if (gaps > 0) {
      remarks.add(
          Shown.count(gaps, "gap")
              + " with "
              + Shown.count(missing, "missing step")
              + ", the longest of "
              + longest
              + " between "
              + table.text(beforeLongest, reading.timeColumn())
              + " and "
              + table.text(afterLongest, reading.timeColumn())
              + "; windows do not cross them, --largest-gap N lets them cross N missing steps");
    }
    return remarks;
  }
}
