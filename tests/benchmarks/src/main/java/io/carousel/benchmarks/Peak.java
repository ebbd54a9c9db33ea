package io.carousel.benchmarks;

import io.carousel.bindings.Gemm;
import io.carousel.bindings.HostMemory;
import java.nio.FloatBuffer;

/**
 * How fast this machine multiplies and adds. Until there is a kernel of nothing but fused
 * multiply-adds, this is the best rate of oneDNN's product of square matrices, which is somewhat
 * less; it is named so wherever it is shown. The number of threads is OMP_NUM_THREADS, all cores
 * without it.
 */
final class Peak {
  /** What the number is. */
  static final String NAME = "of best sgemm";

  private static final int[] SIZES = {512, 1024, 2048};
  private static final int WARM_UPS = 2;
  private static final int TRIES = 6;

  private Peak() {}

  /** GFLOP/s. */
  static double measure() {
    double best = 0;
    for (int size : SIZES) {
      best = Math.max(best, measure(size));
    }
    return best;
  }

  private static double measure(int size) {
    long bytes = (long) size * size * Float.BYTES;
    try (HostMemory memory = HostMemory.allocate(3 * bytes)) {
      FloatBuffer numbers = memory.asFloatBuffer();
      for (int i = 0; i < 2 * size * size; i++) {
        numbers.put(i, 1f / (1 + i % 7));
      }
      long a = memory.address();
      Gemm gemm = new Gemm();
      long best = Long.MAX_VALUE;
      for (int i = 0; i < WARM_UPS + TRIES; i++) {
        long start = System.nanoTime();
        gemm.run(
            false, false, size, size, size, 1, a, size, a + bytes, size, 0, a + 2 * bytes, size);
        best = Math.min(best, System.nanoTime() - start);
      }
      return 2.0 * size * size * size / best;
    }
  }
}
