package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * How a backend is opened.
 *
 * @param threads how many threads one call may use, at most {@value #MAX_THREADS}; 0 leaves it to
 *     the backend
 * @param memoryLimit how many bytes of native memory parameters, sessions and plans may take
 *     together; {@link Long#MAX_VALUE} for any number. What a vendor's library keeps for itself
 *     does not count
 * @param device which of several devices, from 0; a backend that has one only says that a higher
 *     number has no effect
 */
public record BackendOptions(int threads, long memoryLimit, int device) {
  /** The most threads that can be asked for: they share the stack of the thread that calls. */
  public static final int MAX_THREADS = 1024;

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
            + "; give bytes, or leave it out for no limit");
    Require.that(
        device >= 0,
        "device must not be negative, device=" + device + "; devices are counted from 0");
  }

  /** All choices left to the backend. */
  public static BackendOptions defaults() {
    return new BackendOptions(0, Long.MAX_VALUE, 0);
  }

  /** The same with this many threads. */
  public BackendOptions withThreads(int count) {
    return new BackendOptions(count, memoryLimit, device);
  }

  /** The same with this limit on native memory. */
  public BackendOptions withMemoryLimit(long bytes) {
    return new BackendOptions(threads, bytes, device);
  }

  /** The same on this device. */
  public BackendOptions withDevice(int index) {
    return new BackendOptions(threads, memoryLimit, index);
  }
}
