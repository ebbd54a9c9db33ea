package io.carousel.peers;

import java.util.Arrays;
import java.util.Locale;

/** How many times become one. */
enum Statistic {
  /** For a machine with nothing else to do. */
  MEDIAN {
    @Override
    double of(double... values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  },
  /** For a machine that others use too: the disturbed times are left out. */
  BEST {
    @Override
    double of(double... values) {
      return Arrays.stream(values).min().orElseThrow();
    }
  };

  abstract double of(double... values);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
