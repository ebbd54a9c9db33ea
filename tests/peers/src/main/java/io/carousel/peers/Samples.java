package io.carousel.peers;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Some numbers of a long array, enough to tell any two results apart. */
final class Samples {
  private Samples() {}

  /** This many numbers, spread evenly, the last one with them. */
  static DoubleStream of(float[] values, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToDouble(i -> values[Math.toIntExact((long) values.length * i / count) - 1]);
  }
}
