package io.carousel.gpu;

import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.bindings.cuda.PinnedMemory;
import io.carousel.spi.base.MemoryBudget;
import java.util.function.LongFunction;

/**
 * All memory of one backend, on the device and pinned on the host: allocated here, freed here, and
 * never more than allowed. What CUDA, cuDNN and cuBLAS keep for themselves does not count.
 */
final class GpuBudget {
  private final MemoryBudget budget = new MemoryBudget();
  private final GpuQueue queue;

  GpuBudget(GpuQueue queue) {
    this.queue = queue;
  }

  /** What counts. */
  MemoryBudget count() {
    return budget;
  }

  /** Throws unless this many bytes fit; takes nothing. */
  void requireRoom(long bytes, String what) {
    budget.requireRoom(bytes, what);
  }

  /**
   * Zeroed memory of the device; the caller hands it back to {@link #free(DeviceMemory)}.
   *
   * @param what for the message, such as {@code a plan}
   * @throws io.carousel.error.MemoryLimitException if it does not fit the limit
   * @throws io.carousel.bindings.cuda.DeviceMemoryException if the device has no more
   */
  DeviceMemory onDevice(long bytes, String what) {
    return allocate(Math.max(1, bytes), what, DeviceMemory::allocate);
  }

  /** Zeroed memory of the host that the device copies from by itself. */
  PinnedMemory pinned(long bytes, String what) {
    return allocate(Math.max(1, bytes), what, PinnedMemory::allocate);
  }

  private <M> M allocate(long bytes, String what, LongFunction<M> allocate) {
    budget.reserve(bytes, what);
    queue.enter();
    try {
      return allocate.apply(bytes);
    } catch (RuntimeException e) {
      budget.release(bytes);
      throw e;
    } finally {
      queue.leave();
    }
  }

  /** Takes memory back once all work is done; null and what is closed are passed over. */
  void free(DeviceMemory memory) {
    if (memory != null && memory.isOpen()) {
      budget.release(memory.bytes());
      closeInTurn(memory::close);
    }
  }

  /** Takes memory back once all work is done; null and what is closed are passed over. */
  void free(PinnedMemory memory) {
    if (memory != null && memory.isOpen()) {
      budget.release(memory.bytes());
      closeInTurn(memory::close);
    }
  }

  private void closeInTurn(Runnable close) {
    queue.inTurn(
        () -> {
          queue.stream().synchronize();
          close.run();
        });
  }

  /** Bytes in use. */
  long used() {
    return budget.used();
  }
}
