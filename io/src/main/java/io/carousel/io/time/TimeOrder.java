package io.carousel.io.time;

import java.util.BitSet;

/**
 * How the times of one series follow each other.
 *
 * @param fault the first row, counted in the series, that is not later than the one before it; -1
 *     for none
 * @param gaps rows before which more steps are missing than may be
 * @param missingSteps of all gaps
 * @param longestGap the missing steps of the longest gap
 * @param afterLongest the row after the longest gap, or -1
 * @param clockChanges how many missing hours were taken for clocks put forward
 * @param steps the number of each row's time step, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // a large block that is handed over, never compared
public record TimeOrder(
    int fault,
    BitSet gaps,
    long missingSteps,
    long longestGap,
    int afterLongest,
    int clockChanges,
    long[] steps) {
  public TimeOrder {
    gaps = (BitSet) gaps.clone();
  }

  @Override
  public BitSet gaps() {
    return (BitSet) gaps.clone();
  }

  /**
   * Looks at the rows of a series.
   *
   * @param largestGap how many steps in a row may be missing without being a gap
   */
  static TimeOrder of(Times times, int[] rows, TimeStep step, int largestGap) {
    BitSet gaps = new BitSet();
    long missing = 0;
    long longest = 0;
    int after = -1;
    int clockChanges = 0;
    long[] steps = new long[rows.length];
    for (int i = 1; i < rows.length; i++) {
      Moment before = times.get(rows[i - 1]);
      Moment here = times.get(rows[i]);
      if (before.compareTo(here) >= 0) {
        return new TimeOrder(i, gaps, missing, longest, after, clockChanges, steps);
      }
      boolean spring = times.hideClockChanges() && ClockChange.isSpring(before, here, step);
      clockChanges += spring ? 1 : 0;
      long more = spring ? 1 : step.between(before, here);
      steps[i] = sum(steps[i - 1], more);
      if (more - 1 > largestGap) {
        gaps.set(i);
        missing = sum(missing, more - 1);
        after = more - 1 > longest ? i : after;
        longest = Math.max(longest, more - 1);
      }
    }
    return new TimeOrder(-1, gaps, missing, longest, after, clockChanges, steps);
  }

  /** Of numbers that are not negative; the largest long if it is too large. */
  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
