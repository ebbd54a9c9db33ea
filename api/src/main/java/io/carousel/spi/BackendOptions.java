package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * How a backend is opened.
 *
 * @param threads how many threads one call may use; 0 leaves it to the backend
 */
public record BackendOptions(int threads) {
  public BackendOptions {
    Require.notNegative(threads, "threads");
  }

  /** All choices left to the backend. */
  public static BackendOptions defaults() {
    return new BackendOptions(0);
  }
}
