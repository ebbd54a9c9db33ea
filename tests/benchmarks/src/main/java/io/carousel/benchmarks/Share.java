package io.carousel.benchmarks;

import java.util.SplittableRandom;

/** How many of the padded steps are valid. */
public enum Share {
  /** All. */
  FULL,
  /** Half of them on average: lengths from 1 to T, all as likely. */
  HALF;

  boolean ragged() {
    return this == HALF;
  }

  /** The length of the next sequence. */
  int length(int steps, SplittableRandom random) {
    return ragged() ? 1 + random.nextInt(steps) : steps;
  }
}
