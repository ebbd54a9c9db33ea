package io.carousel.spi.base;

import io.carousel.error.MemoryLimitException;
import io.carousel.spi.IdleMemory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps count of a backend's memory, and never lets it be more than allowed. Before it refuses, it
 * asks those who hold idle memory to give it back.
 */
public final class MemoryBudget {
  private final AtomicLong used = new AtomicLong();
  private final List<IdleMemory> holders = new CopyOnWriteArrayList<>();
  private volatile MemoryLimit limit = MemoryLimit.NONE;

  /** Allows no more than this from now on. */
  public void limit(MemoryLimit allowed) {
    limit = allowed;
  }

  /**
   * Takes bytes; {@link #release} gives them back.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit
   */
  public void reserve(long bytes, String what) {
    while (true) {
      long before = used.getAndAdd(bytes);
      if (bytes <= limit.bytes() - before) {
        return;
      }
      used.addAndGet(-bytes);
      requireIdle(bytes, before, what);
    }
  }

  /** More is given back, which may be enough; or there is no more. */
  private void requireIdle(long bytes, long now, String what) {
    MemoryLimit allowed = limit;
    if (bytes > allowed.bytes() || !giveBack()) {
      throw new MemoryLimitException(what, bytes, now, allowed.bytes(), allowed.remedy());
    }
  }

  /** Lets one holder give back something idle; false if none has anything. */
  public boolean giveBack() {
    for (IdleMemory holder : holders) {
      if (holder.giveBack()) {
        return true;
      }
    }
    return false;
  }

  /** From now on this one is asked to give back before anything is refused. */
  public void register(IdleMemory holder) {
    holders.add(holder);
  }

  /** This one is asked no more. */
  public void unregister(IdleMemory holder) {
    holders.remove(holder);
  }

  /**
   * Throws unless this many bytes fit, and takes nothing: so that what is made of several pieces is
   * refused as a whole.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit
   */
  public void requireRoom(long bytes, String what) {
    for (long now = used.get(); bytes > limit.bytes() - now; now = used.get()) {
      requireIdle(bytes, now, what);
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
