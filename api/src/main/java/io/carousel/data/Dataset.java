package io.carousel.data;

import io.carousel.spi.Staging;

/** Numbered examples of one shape; immutable, safe for use by several threads. */
public interface Dataset {
  /** The number of examples. */
  int size();

  /** The number of time steps of an example. */
  int length(int example);

  /** What all examples look like. */
  DataShape shape();

  /** Writes an example with its length and targets into row {@code row} of a slot. */
  void fill(Staging staging, int row, int example);

  /** The number of time steps of the longest example, 0 where there is none. */
  default int longest() {
    int longest = 0;
    for (int i = 0; i < size(); i++) {
      longest = Math.max(longest, length(i));
    }
    return longest;
  }

  /** The number of time steps of all examples together. */
  default long totalSteps() {
    long total = 0;
    for (int i = 0; i < size(); i++) {
      total += length(i);
    }
    return total;
  }
}
