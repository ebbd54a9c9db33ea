package io.carousel.bindings;

import java.lang.ref.Cleaner;

/** Reports an owner of native memory that became unreachable before it was closed. */
public final class LeakWatch implements Runnable {
  /** The system property that keeps, for each owner, where it was opened. */
  static final String PROPERTY = "carousel.trackLeaks";

  private static final System.Logger LOG = System.getLogger(LeakWatch.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;
  private final Throwable opened;
  private Cleaner.Cleanable cleanable;
  private volatile boolean closed;

  private LeakWatch(String what, Throwable opened) {
    this.what = what;
    this.opened = opened;
  }

  /** Watches {@code owner}; {@code what} names it in messages and must not refer to it. */
  public static LeakWatch over(Object owner, String what) {
    Throwable opened = Boolean.getBoolean(PROPERTY) ? new Throwable("opened here") : null;
    LeakWatch watch = new LeakWatch(what, opened);
    watch.cleanable = CLEANER.register(owner, watch);
    return watch;
  }

  /** Whether {@link #close} is still to come. */
  public boolean isOpen() {
    return !closed;
  }

  /** Ends the watch: true for the first caller, who is to free what the owner had. */
  public synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    cleanable.clean();
    return true;
  }

  /**
   * Lets an owner pass that is open.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException(what + " must be open, state=closed; use it before close()");
    }
  }

  /** What names the owner. */
  public String what() {
    return what;
  }

  /** Called by the cleaner, or by {@link #close} when there is nothing to say. */
  @Override
  public void run() {
    if (closed) {
      return;
    }
    String message =
        what + " must be closed by its owner, state=unreachable; its memory stays allocated";
    if (opened == null) {
      LOG.log(
          System.Logger.Level.WARNING,
          message + ", run with -D" + PROPERTY + "=true to see where it was opened");
    } else {
      LOG.log(System.Logger.Level.WARNING, message, opened);
    }
  }
}
