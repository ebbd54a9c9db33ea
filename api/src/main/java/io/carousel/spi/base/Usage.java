package io.carousel.spi.base;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is using a resource: some who share it, or one alone. What is in use is not closed, and what
 * is closed is not used: both are refused, nobody waits.
 */
public final class Usage {
  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int ALONE = -1;

  private final String what;
  private final String refusal;

  /** How many share it, or one of the two constants. */
  private final AtomicInteger users = new AtomicInteger();

  /** Who uses it alone, and how deep in calls of its own; only that thread changes the two. */
  private volatile Thread owner;

  private int depth;

  /**
   * Nobody uses it yet.
   *
   * @param what for messages, such as {@code parameters}
   * @param refusal what is said to whoever comes while another uses it alone
   */
  public Usage(String what, String refusal) {
    this.what = what;
    this.refusal = refusal;
  }

  /**
   * A use beside others begins; {@link #leave} must follow. To the thread that uses it alone this
   * is one more use of its own.
   *
   * @throws IllegalStateException after {@link #close}, or while another uses it alone
   */
  public void share() {
    if (owner == Thread.currentThread()) {
      depth++;
      return;
    }
    int now;
    do {
      now = users.get();
      checkOpen(now);
      if (now == ALONE) {
        throw new IllegalStateException(refusal);
      }
    } while (!users.compareAndSet(now, now + 1));
  }

  /**
   * A use that bears no other begins; {@link #leave} must follow. A thread that uses it alone
   * already may come again, as a kernel does that reads its plan.
   *
   * @throws IllegalStateException after {@link #close}, or while another uses it
   */
  public void claim() {
    if (owner == Thread.currentThread()) {
      depth++;
      return;
    }
    if (!users.compareAndSet(0, ALONE)) {
      checkOpen();
      throw new IllegalStateException(refusal);
    }
    owner = Thread.currentThread();
    depth = 1;
  }

  /** The use ends. */
  public void leave() {
    if (owner != Thread.currentThread()) {
      users.decrementAndGet();
      return;
    }
    depth--;
    if (depth == 0) {
      owner = null;
      users.set(0);
    }
  }

  /**
   * Passes while it is open.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void checkOpen() {
    checkOpen(users.get());
  }

  private void checkOpen(int now) {
    if (now == CLOSED) {
      throw new IllegalStateException(what + " must be open, but close() was called before");
    }
  }

  /**
   * True for the first caller, who is to free what there is.
   *
   * @throws IllegalStateException if it is in use
   */
  public boolean close() {
    if (users.compareAndSet(0, CLOSED)) {
      return true;
    }
    int now = users.get();
    if (now != CLOSED) {
      throw new IllegalStateException(
          what
              + " must not be closed while in use, uses="
              + Math.abs(now)
              + "; wait until they have ended");
    }
    return false;
  }
}
