package io.carousel.cli.task;

import java.util.Arrays;

/** Tells columns that only count or name rows. */
final class RowNumbers {
  /** Fewer rows prove nothing. */
  private static final int FEWEST = 10;

  private RowNumbers() {}

  /** Whether all are whole numbers and no two are the same. */
  static boolean like(double[] numbers) {
    if (numbers.length < FEWEST) {
      return false;
    }
    for (double number : numbers) {
      if (number != Math.rint(number)) {
        return false;
      }
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return false;
      }
    }
    return true;
  }
}
