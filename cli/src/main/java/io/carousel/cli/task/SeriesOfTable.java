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
          TimeOrder order = times == null ? null : times.order(id, members);
          if (order != null) {
            gaps.add(order, members);
          }
          series.add(one(id, members, order, times));
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
    /** A line about the time step; none where times are not known. */
    List<String> timeStep() {
      return times == null
          ? List.of()
          : List.of("time step: " + times.step() + ", times written as " + times.format());
    }

    /** The line in the file of a series' row. */
    long line(String id, int row) {
      return table.line(rows.get(id)[row]);
    }
  }

  /** Times tell whether steps are missing better than rows left out do, unless irregular. */
  private Series one(String id, int[] rows, TimeOrder order, TableTimes times) {
    boolean regular = times != null && times.step().isRegular();
    BitSet gaps = regular ? order.gaps() : new BitSet();
    BitSet filled = new BitSet();
    BitSet later = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      if (!regular && i > 0 && reading.largestGap() <= 0) {
        gaps.set(i, table.missing().droppedBefore(row) > 0);
      }
      filled.set(i, targets.stream().anyMatch(target -> table.isFilled(row, target)));
      later.set(i, inputs.stream().anyMatch(column -> table.isFromLater(row, column)));
    }
    Series one = encoding.apply(table, rows, id);
    long[] steps = whereAbsent(regular ? order.steps() : stepsWithDropped(rows));
    return new Series(id, one.columns(), one.values(), gaps, filled, later, steps);
  }

  /** Each row is a step, those left out too. */
  private long[] stepsWithDropped(int[] rows) {
    long[] steps = new long[rows.length];
    for (int i = 1; i < rows.length; i++) {
      steps[i] = steps[i - 1] + 1 + table.missing().droppedBefore(rows[i]);
    }
    return steps;
  }

  /** The steps, or null where none is absent: a series then needs none. */
  private static long[] whereAbsent(long[] steps) {
    int last = steps.length - 1;
    return last < 0 || steps[last] == last ? null : steps;
  }
}
