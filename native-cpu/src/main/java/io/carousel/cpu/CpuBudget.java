package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.error.MemoryLimitException;
import java.util.concurrent.atomic.AtomicLong;

/** All native memory of one backend: allocated here, freed here, and never more than allowed. */
final class CpuBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  CpuBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Zeroed memory; the caller hands it back to {@link #free}.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if it does not fit
   */
  HostMemory allocate(long bytes, String what) {
    long asked = Math.max(1, bytes);
    long before = used.getAndAdd(asked);
    if (before + asked > limit) {
      used.addAndGet(-asked);
      throw new MemoryLimitException(what, asked, before, limit);
    }
    return HostMemory.allocate(asked);
  }

  /** Takes memory back; null and what is closed already are passed over. */
  void free(HostMemory memory) {
    if (memory != null && memory.isOpen()) {
      used.addAndGet(-memory.bytes());
      memory.close();
    }
  }

  /** Bytes in use. */
  long used() {
    return used.get();
  }
}
