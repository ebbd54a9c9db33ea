package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.internal.Require;

/**
 * The rate at which this machine multiplies and adds, which no product can exceed: a measure for
 * benchmarks, and nothing that a network needs.
 */
public final class CpuPeak {
  /** A try takes some milliseconds: short enough that some are not disturbed. */
  private static final long ROUNDS = 200_000;

  private static final int TRIES = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  private CpuPeak() {}

  /** What it is a rate of, such as {@code independent multiply-adds in registers, avx512}. */
  public static String describe() {
    CpuKernels.load();
    return "independent multiply-adds in registers, " + CpuKernels.instructionSet();
  }

  /**
   * Floating-point operations per second of this many threads together: the best of many tries,
   * since none is reached by accident. Takes about a second.
   *
   * @throws UnsatisfiedLinkError if the jar has no kernels for this machine
   */
  public static double measure(int threads) {
    Require.that(threads > 0, "threads must be positive, threads=" + threads);
    CpuKernels.load();
    int before = CpuTeam.begin(threads);
    try (HostMemory sums = HostMemory.allocate((long) threads * Float.BYTES)) {
      double best = 0;
      for (int i = 0; i < TRIES; i++) {
        best = Math.max(best, rate(threads, sums));
      }
      return best;
    } finally {
      CpuTeam.end(before);
    }
  }

  private static double rate(int threads, HostMemory sums) {
    long start = System.nanoTime();
    long operations = CpuKernels.multiplyAdd(ROUNDS, threads, 0.5f, 0.5f, sums.address());
    return operations * NANOS_PER_SECOND / (System.nanoTime() - start);
  }
}
