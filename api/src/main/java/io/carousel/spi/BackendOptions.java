package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * How a backend is opened.
 *
 * @param threads how many threads one call may use, at most {@value #MAX_THREADS}; 0 leaves it to
 *     the backend
 * @param memoryLimit how many bytes parameters, sessions and plans may take together; {@link
 *     Long#MAX_VALUE} for what the backend finds reasonable: in native memory, what the container's
 *     limit leaves beside the Java heap, else any number; in the Java heap, half of it. What a
 *     vendor's library keeps for itself does not count
 * @param planCache how many bytes of plans each predictor, evaluator and trainer keeps at most for
 *     shapes that come again; the plan in use may be larger. Idle plans are given up earlier where
 *     the memory limit asks for it
 * @param device which of several devices, from 0; a backend that has one only says that a higher
 *     number has no effect
 */
public record BackendOptions(int threads, long memoryLimit, long planCache, int device) {
  /** The most threads that can be asked for: they share the stack of the thread that calls. */
  public static final int MAX_THREADS = 1024;

  /** What is kept of idle plans if nobody says otherwise: 1 GiB. */
  public static final long DEFAULT_PLAN_CACHE = 1L << 30;

  public BackendOptions {
    Require.that(
        threads >= 0 && threads <= MAX_THREADS,
        "threads must be in 0 to "
            + MAX_THREADS
            + ", threads="
            + threads
            + "; 0 leaves it to the backend, which takes one for each core at most");
    Require.that(
        memoryLimit > 0,
        "memoryLimit must be positive, memoryLimit="
            + memoryLimit
            + "; give bytes, or leave it out");
    Require.that(
        planCache >= 0,
        "planCache must not be negative, planCache="
            + planCache
            + "; 0 keeps only the plan that ran last");
    Require.that(
        device >= 0,
        "device must not be negative, device=" + device + "; devices are counted from 0");
  }

  /** All choices left to the backend. */
  public static BackendOptions defaults() {
    return new BackendOptions(0, Long.MAX_VALUE, DEFAULT_PLAN_CACHE, 0);
  }

  /** The same with this many threads. */
  public BackendOptions withThreads(int count) {
    return new BackendOptions(count, memoryLimit, planCache, device);
  }

  /** The same with this limit on memory. */
  public BackendOptions withMemoryLimit(long bytes) {
    return new BackendOptions(threads, bytes, planCache, device);
  }

  /** The same with this limit on idle plans. */
  public BackendOptions withPlanCache(long bytes) {
    return new BackendOptions(threads, memoryLimit, bytes, device);
  }

  /** The same on this device. */
  public BackendOptions withDevice(int index) {
    return new BackendOptions(threads, memoryLimit, planCache, index);
  }
}
