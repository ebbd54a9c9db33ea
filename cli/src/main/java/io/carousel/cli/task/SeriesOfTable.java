package io.carousel.cli.task;

import io.carousel.data.Series;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Reading;
import io.carousel.io.TableTimes;
import io.carousel.io.time.TimeOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The series in a table, with the gaps that windows must not cross.
 *
 * @param encoding of all numbers of a row
 * @param inputs the columns of the features; where one was filled from a later row, no window ends
 * @param targets the columns foretold; where one was filled in, its row is not foretold
 */
record SeriesOfTable(
    CsvTable table,
    FeatureEncoding encoding,
    List<String> inputs,
    List<String> targets,
    Reading reading) {

  /** The series; {@code idColumn} is null where there is one. */
  Found bySeries(String idColumn) {
    Map<String, int[]> rows = table.bySeries(idColumn);
    TableTimes times =
        reading.timeColumn() == null ? null : new TableTimes(table, reading, rows.values());
    GapCount gaps = new GapCount(table, reading);
    List<Series> series = new ArrayList<>();
    rows.forEach(
        (id, members) -> {
          Series one = one(id, members);
          if (times == null) {
            series.add(one);
          } else {
            TimeOrder order = times.order(id, members);
            gaps.add(order, members);
            series.add(timed(one, order, times));
          }
        });
    return new Found(series, rows, times, gaps, table);
  }

  /**
   * What is in a table.
   *
   * @param series in the order in which they first appear
   * @param rows of each series in the table
   * @param times of the rows, or null if they are not known
   * @param gaps in the times
   * @param table they stand in
   */
  record Found(
      List<Series> series,
      Map<String, int[]> rows,
      TableTimes times,
      GapCount gaps,
      CsvTable table) {
    /** The line in the file of a series' row. */
    long line(String id, int row) {
      return table.line(rows.get(id)[row]);
    }
  }

  /** Times tell whether steps are missing better than rows left out do, unless irregular. */
  private static Series timed(Series one, TimeOrder order, TableTimes times) {
    if (times.step().isRegular()) {
      return one.withGaps(order.gaps()).withSteps(order.steps());
    }
    BitSet gaps = order.gaps();
    gaps.or(one.afterGap());
    return one.withGaps(gaps);
  }

  private Series one(String id, int[] rows) {
    BitSet dropped = table.missing().afterDropped();
    BitSet gaps = new BitSet();
    BitSet filled = new BitSet();
    BitSet later = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      gaps.set(i, i > 0 && dropped.get(row) && reading.largestGap() <= 0);
      filled.set(i, targets.stream().anyMatch(target -> table.isFilled(row, target)));
      later.set(i, inputs.stream().anyMatch(column -> table.isFromLater(row, column)));
    }
    return encoding
        .apply(table, rows, id)
        .withGaps(gaps)
        .withNotForetold(filled)
        .withNotLast(later)
        .withSteps(steps(rows));
  }

  /** Each row is a step, those left out too; null where none was. */
  private long[] steps(int[] rows) {
    if (table.missing().droppedRows() == 0) {
      return null;
    }
    long[] steps = new long[rows.length];
    for (int i = 1; i < rows.length; i++) {
      steps[i] = steps[i - 1] + 1 + table.missing().droppedBefore(rows[i]);
    }
    return steps;
  }
}
