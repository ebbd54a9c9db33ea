package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.NativeCallException;
import io.carousel.error.MemoryLimitException;
import io.carousel.spi.base.MemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All native memory of one backend: allocated here, freed here, and never more than allowed. What
 * is freed goes back to the system: large blocks at once, since they are pages of their own, small
 * ones when many have been freed.
 */
final class CpuBudget {
  /** Pages of their own are worth a call of the system from here on, and few enough of them. */
  static final long PAGES_FROM = 256L << 10;

  /** Freed bytes of small blocks that C's heap may keep before it is trimmed. */
  private static final long TRIM_FROM = 64L << 20;

  private final MemoryBudget budget = new MemoryBudget();
  private final AtomicLong freed = new AtomicLong();

  /** What counts. */
  MemoryBudget count() {
    return budget;
  }

  /**
   * Zeroed memory; the caller hands it back to {@link #free}.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if it does not fit, or if the system has not that much
   */
  HostMemory allocate(long bytes, String what) {
    long asked = Math.max(1, bytes);
    budget.reserve(asked, what);
    try {
      return fromSystem(asked);
    } catch (NativeCallException e) {
      budget.release(asked);
      throw MemoryLimitException.ofSystem(what, asked, budget.used(), e);
    } catch (RuntimeException e) {
      budget.release(asked);
      throw e;
    }
  }

  /** What the system refuses it may give once idle plans have gone. */
  private HostMemory fromSystem(long bytes) {
    while (true) {
      try {
        return bytes < PAGES_FROM ? HostMemory.allocate(bytes) : pages(bytes);
      } catch (NativeCallException e) {
        if (!budget.giveBack()) {
          throw e;
        }
      }
    }
  }

  private static HostMemory pages(long bytes) {
    long address = CpuKernels.map(bytes);
    if (address == 0) {
      throw NativeCallException.outOfMemory("mmap", bytes, HostMemory.totalBytes());
    }
    return HostMemory.of(address, bytes, from -> CpuKernels.unmap(from, bytes));
  }

  /**
   * Throws unless all pieces of a thing fit, before the first one is allocated.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit
   */
  void requireRoom(long bytes, String what) {
    budget.requireRoom(bytes, what);
  }

  /** Takes memory back; null and what is closed already are passed over. */
  void free(HostMemory memory) {
    if (memory != null && memory.isOpen()) {
      budget.release(memory.bytes());
      memory.close();
      if (memory.bytes() < PAGES_FROM && freed.addAndGet(memory.bytes()) >= TRIM_FROM) {
        trim();
      }
    }
  }

  /** Gives back to the system what C's heap has kept of small blocks. */
  void trim() {
    freed.set(0);
    CpuKernels.trim();
  }

  /** Bytes in use. */
  long used() {
    return budget.used();
  }
}
