package io.carousel.benchmarks.gpu;

/** Somebody who does a case's work. */
interface Contender {
  /** Such as {@code carousel} or {@code graph}. */
  String name();

  /** Does the work so many times and waits once at the end; how long that took. */
  double milliseconds(int count);
}
