package io.carousel.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The rate of the machine's multiply-add units: a loop over an array in the first-level cache with
 * eight multiply-adds per element, which HotSpot turns into the widest vectors that it uses. The
 * elements do not depend on each other, so many vectors are under way at once.
 */
final class FmaPeak {
  private static final int ELEMENTS = 4096;
  private static final int PER_ELEMENT = 8;
  private static final int REPEATS = 1000;
  private static final int WINDOWS = 300;

  private FmaPeak() {}

  /** GFLOP/s of this many threads together, the best of some short windows. */
  static double measure(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      double best = 0;
      for (int window = 0; window < WINDOWS; window++) {
        best = Math.max(best, window(pool, threads));
      }
      return best;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdown();
    }
  }

  private static double window(ExecutorService pool, int threads)
      throws ExecutionException, InterruptedException {
    List<Future<Double>> running = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      running.add(pool.submit(FmaPeak::work));
    }
    for (Future<Double> future : running) {
      future.get();
    }
    double flops = 2.0 * PER_ELEMENT * ELEMENTS * REPEATS * threads;
    return flops / (System.nanoTime() - start);
  }

  /** Answers a number, so that the work cannot be left out. */
  private static double work() {
    float[] values = new float[ELEMENTS];
    for (int i = 0; i < REPEATS; i++) {
      multiplyAdd(values, 0.999f, 0.5f);
    }
    return values[ELEMENTS - 1];
  }

  private static void multiplyAdd(float[] values, float factor, float summand) {
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      value = Math.fma(value, factor, summand);
      values[i] = value;
    }
  }
}
