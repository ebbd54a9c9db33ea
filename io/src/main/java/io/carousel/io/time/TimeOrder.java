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
 */
public record TimeOrder(
    int fault, BitSet gaps, long missingSteps, long longestGap, int afterLongest) {
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
    for (int i = 1; i < rows.length; i++) {
      Moment before = times.get(rows[i - 1]);
      Moment here = times.get(rows[i]);
      if (before.compareTo(here) >= 0) {
        return new TimeOrder(i, gaps, missing, longest, after);
      }
      boolean spring = times.hideClockChanges() && ClockChange.isSpring(before, here, step);
      long absent = spring ? 0 : step.between(before, here) - 1;
      if (absent > largestGap) {
        gaps.set(i);
        missing += absent;
        after = absent > longest ? i : after;
        longest = Math.max(longest, absent);
      }
    }
    return new TimeOrder(-1, gaps, missing, longest, after);
  }
}
