package io.carousel.cpu;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that are at work with a resource, so that it is not closed under them. */
final class CpuUse {
  private static final int CLOSED = -1;

  private final String what;
  private final AtomicInteger calls = new AtomicInteger();

  CpuUse(String what) {
    this.what = what;
  }

  /**
   * A call begins; {@link #leave} must follow.
   *
   * @throws IllegalStateException after {@link #close}
   */
  void enter() {
    int now;
    do {
      now = calls.get();
      CpuState.checkOpen(now != CLOSED, what);
    } while (!calls.compareAndSet(now, now + 1));
  }

  void leave() {
    calls.decrementAndGet();
  }

  void checkOpen() {
    CpuState.checkOpen(calls.get() != CLOSED, what);
  }

  /**
   * True for the first caller, who is to free what there is.
   *
   * @throws IllegalStateException if a call is at work
   */
  boolean close() {
    if (calls.compareAndSet(0, CLOSED)) {
      return true;
    }
    int now = calls.get();
    if (now != CLOSED) {
      throw new IllegalStateException(
          what + " must not be closed while plans run, runs=" + now + "; wait for them first");
    }
    return false;
  }
}
