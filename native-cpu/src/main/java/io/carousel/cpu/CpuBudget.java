package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.NativeCallException;
import io.carousel.error.MemoryLimitException;
import io.carousel.spi.base.MemoryBudget;

/** All native memory of one backend: allocated here, freed here, and never more than allowed. */
final class CpuBudget {
  private final MemoryBudget budget = new MemoryBudget();

  /** What counts. */
  MemoryBudget count() {
    return budget;
  }

  /** Allows no more than this from now on. */
  void limit(long bytes) {
    budget.limit(bytes);
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
        return HostMemory.allocate(bytes);
      } catch (NativeCallException e) {
        if (!budget.giveBack()) {
          throw e;
        }
      }
    }
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
    }
  }

  /** Bytes in use. */
  long used() {
    return budget.used();
  }
}
