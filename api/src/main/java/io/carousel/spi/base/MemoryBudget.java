package io.carousel.spi.base;

import io.carousel.error.MemoryLimitException;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps count of a backend's native memory, and never lets it be more than allowed. */
public final class MemoryBudget {
  private final AtomicLong used = new AtomicLong();
  private volatile long limit = Long.MAX_VALUE;

  /**
   * Allows no more than this from now on. A backend tests itself first, which a user's limit is not
   * meant for.
   */
  public void limit(long bytes) {
    limit = bytes;
  }

  /**
   * Takes bytes; {@link #release} gives them back.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit
   */
  public void reserve(long bytes, String what) {
    long before = used.getAndAdd(bytes);
    if (bytes > limit - before) {
      used.addAndGet(-bytes);
      throw new MemoryLimitException(what, bytes, before, limit);
    }
  }

  /**
   * Throws unless this many bytes fit, and takes nothing: so that what is made of several pieces is
   * refused as a whole.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit
   */
  public void requireRoom(long bytes, String what) {
    long now = used.get();
    if (bytes > limit - now) {
      throw new MemoryLimitException(what, bytes, now, limit);
    }
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes in use. */
  public long used() {
    return used.get();
  }
}
