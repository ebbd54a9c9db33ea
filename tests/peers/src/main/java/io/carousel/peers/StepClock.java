package io.carousel.peers;

import io.carousel.spi.Kernel;
import java.util.EnumMap;
import java.util.Map;

/** Adds up how long kernels take, by what they are for. */
final class StepClock {
  /** What a kernel is for. */
  enum Part {
    FORWARD,
    BACKWARD,
    HEAD,
    UPDATE
  }

  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  /** The same kernel, timed. */
  Kernel time(Part part, Kernel kernel) {
    return () -> {
      long start = System.nanoTime();
      kernel.run();
      nanos.merge(part, System.nanoTime() - start, Long::sum);
    };
  }

  void reset() {
    nanos.clear();
  }

  /** What was measured since the reset, by step. */
  StepProfile profile(long totalNanos, int steps) {
    double forward = millis(Part.FORWARD, steps);
    double backward = millis(Part.BACKWARD, steps);
    double head = millis(Part.HEAD, steps);
    double update = millis(Part.UPDATE, steps);
    double total = totalNanos / NANOS_PER_MILLI / steps;
    return new StepProfile(
        forward, backward, head, update, total - forward - backward - head - update);
  }

  private double millis(Part part, int steps) {
    return nanos.getOrDefault(part, 0L) / NANOS_PER_MILLI / steps;
  }
}
