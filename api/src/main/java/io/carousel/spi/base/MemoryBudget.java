package io.carousel.spi.base;

import io.carousel.error.MemoryLimitException;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps count of a backend's native memory, and never lets it be more than allowed. */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /** Nothing used of {@code limit} bytes. */
  public MemoryBudget(long limit) {
    this.limit = limit;
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
