package io.carousel.data;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which windows there are: runs of windows that start on rows one after another. A run ends where a
 * series does, at a gap, around rows that are not foretold, and at windows that would end on
 * numbers of later rows.
 */
final class WindowRuns {
  private int[] series = new int[4];
  private int[] firstRow = new int[4];

  /** How many windows stand before each run, and at the end how many there are. */
  private int[] before = new int[5];

  private int runs;

  /** Windows of which all foretold rows lie in [from, to), by series. */
  static WindowRuns of(Windows windows, int[] from, int[] to) {
    WindowRuns runs = new WindowRuns();
    for (int s = 0; s < from.length; s++) {
      runs.add(windows, s, from[s], to[s]);
    }
    return runs;
  }

  private void add(Windows windows, int s, int from, int to) {
    Series one = windows.series().get(s);
    int window = windows.window();
    Horizon horizon = windows.horizon();
    int first = Math.max(0, from - window - horizon.first() + 1);
    int last = to - window - horizon.last();
    BitSet refused = refused(one, window, horizon);
    int start = refused.nextClearBit(first);
    while (start <= last) {
      int end = refused.nextSetBit(start);
      int next = end < 0 || end > last ? last + 1 : end;
      append(s, start, next - start);
      start = refused.nextClearBit(next);
    }
  }

  /** The first rows of the windows that reach across a gap, foretell or end on what may not be. */
  private static BitSet refused(Series series, int window, Horizon horizon) {
    BitSet refused = new BitSet();
    int reach = window + horizon.last();
    series.afterGap().stream().forEach(row -> refused.set(Math.max(0, row - reach + 1), row));
    series.notForetold().stream()
        .map(row -> row - window + 1)
        .forEach(
            start -> {
              int to = start - horizon.first() + 1;
              if (to > 0) {
                refused.set(Math.max(0, start - horizon.last()), to);
              }
            });
    series.notLast().stream()
        .map(row -> row - window + 1)
        .filter(start -> start >= 0)
        .forEach(refused::set);
    return refused;
  }

  private void append(int s, int first, int count) {
    if (runs == series.length) {
      series = Arrays.copyOf(series, 2 * runs);
      firstRow = Arrays.copyOf(firstRow, 2 * runs);
      before = Arrays.copyOf(before, 2 * runs + 1);
    }
    series[runs] = s;
    firstRow[runs] = first;
    before[runs + 1] = Math.addExact(before[runs], count);
    runs++;
  }

  /** The number of windows. */
  int size() {
    return before[runs];
  }

  private int run(int example) {
    int found = Arrays.binarySearch(before, 0, runs + 1, example);
    return found >= 0 ? found : -found - 2;
  }

  /** The number of the series of a window. */
  int series(int example) {
    return series[run(example)];
  }

  /** The first row of a window in its series. */
  int firstRow(int example) {
    int run = run(example);
    return firstRow[run] + example - before[run];
  }
}
