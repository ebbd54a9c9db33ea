package io.carousel.benchmarks;

/** What one call of the benchmark that runs in this process does; its state says it. */
final class Counted {
  private static volatile long steps;
  private static volatile double flops;

  private Counted() {}

  /**
   * Says it.
   *
   * @param validSteps time steps of all sequences, without padding
   * @param operations floating-point operations, 0 where they are not what counts
   */
  static void perCall(long validSteps, double operations) {
    steps = validSteps;
    flops = operations;
  }

  static long steps() {
    return steps;
  }

  static double flops() {
    return flops;
  }
}
