package io.carousel.bindings.cuda;

import io.carousel.bindings.LeakWatch;

/** An object of CUDA's libraries that its owner destroys by {@link #close}. */
abstract class CudaHandle implements AutoCloseable {
  private final String what;
  private LeakWatch watch;

  /**
   * @param what names it in messages
   */
  CudaHandle(String what) {
    this.what = what;
  }

  /** Destroys it, or throws; called once. */
  abstract void destroy();

  /** Called when it has been created: from now on it is to be closed. */
  final void opened() {
    watch = LeakWatch.over(this, what);
  }

  final void requireOpen() {
    watch.requireOpen();
  }

  /** Whether {@link #close} is still to come. */
  public final boolean isOpen() {
    return watch.isOpen();
  }

  /**
   * Destroys it. A second call does nothing.
   *
   * @throws io.carousel.bindings.NativeCallException if the library refuses
   */
  @Override
  public final void close() {
    if (watch.close()) {
      destroy();
    }
  }

  final String what() {
    return what;
  }

  @Override
  public final String toString() {
    return what;
  }
}
