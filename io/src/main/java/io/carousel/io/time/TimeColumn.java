package io.carousel.io.time;

import java.util.Collection;

/**
 * The times of a file with the step at which they follow each other.
 *
 * @param times by row of the file
 */
public record TimeColumn(Times times, TimeStep step) {
  /** {@code series} are the rows of each series, in order. */
  public static TimeColumn of(Times times, Collection<int[]> series) {
    return new TimeColumn(times, StepFinder.of(times, series));
  }

  /**
   * How the rows of a series follow each other.
   *
   * @param largestGap how many steps in a row may be missing without being a gap; -1 for what suits
   *     the step
   */
  public TimeOrder order(int[] rows, int largestGap) {
    return TimeOrder.of(times, rows, step, largestGap < 0 ? step.usualGap() : largestGap);
  }

  /** Whether two rows have the same time, however it is written. */
  public boolean isSameMoment(int before, int row) {
    return times.get(before).compareTo(times.get(row)) == 0;
  }

  /** Whether a fault of order looks like an hour that comes twice when clocks are put back. */
  public boolean isClockChange(int before, int row) {
    return ClockChange.isAutumn(times.get(before), times.get(row));
  }

  /**
   * The time some steps after a row, written as that row's.
   *
   * @return null where times are irregular
   */
  public String textAfter(int row, int steps, String like) {
    Moment later = step.after(times.get(row), steps, times.zone());
    return later == null ? null : times.format().text(later, like);
  }
}
