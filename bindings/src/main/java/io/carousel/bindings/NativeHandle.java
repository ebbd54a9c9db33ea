package io.carousel.bindings;

import org.bytedeco.javacpp.Pointer;

/** A oneDNN object that its owner destroys by {@link #close}. */
abstract class NativeHandle implements AutoCloseable {
  private final String what;
  private LeakWatch watch;

  /**
   * @param what names it in messages
   */
  NativeHandle(String what) {
    this.what = what;
  }

  /** Calls oneDNN's destructor; called once. */
  abstract int destroy();

  /** The C name of what {@link #destroy} calls. */
  abstract String destructor();

  /** The handle, null address included. */
  abstract Pointer pointer();

  /** Whether {@link #close} is still to come. */
  public final boolean isOpen() {
    return watch.isOpen();
  }

  final void requireOpen() {
    watch.requireOpen();
  }

  /**
   * The C handle, for native code that calls oneDNN itself.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public final long address() {
    watch.requireOpen();
    return pointer().address();
  }

  /** Opens this if its constructor in C succeeded; on failure nothing is left to close. */
  final void requireCreated(int status, String call, String shape) {
    Status.require(status, call, shape);
    watch = LeakWatch.over(this, what);
  }

  /**
   * Destroys it. A second call does nothing.
   *
   * @throws NativeCallException if oneDNN refuses
   */
  @Override
  public final void close() {
    if (watch.close()) {
      Status.require(destroy(), destructor(), what);
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
