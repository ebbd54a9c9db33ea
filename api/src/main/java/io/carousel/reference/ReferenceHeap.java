package io.carousel.reference;

import io.carousel.error.MemoryLimitException;
import io.carousel.spi.base.MemoryBudget;

/**
 * All arrays of one backend in the Java heap: counted here, and never more than allowed. What is
 * freed is only counted as given back; the garbage collector does the rest.
 */
final class ReferenceHeap {
  private final MemoryBudget budget = new MemoryBudget();

  /** What counts. */
  MemoryBudget count() {
    return budget;
  }

  /**
   * Zeros; the caller hands their bytes back to {@link #free}.
   *
   * @param what for the message, such as {@code a plan}
   * @throws MemoryLimitException if they do not fit the limit, or a part of the heap
   */
  double[] doubles(int count, String what) {
    long bytes = (long) count * Double.BYTES;
    budget.reserve(bytes, what);
    while (true) {
      try {
        return new double[count];
      } catch (OutOfMemoryError e) { // collectors divide the heap, and others use it
        if (!budget.giveBack()) {
          budget.release(bytes);
          throw MemoryLimitException.ofHeap(what, bytes, e);
        }
      }
    }
  }

  /** Takes bytes back. */
  void free(long bytes) {
    budget.release(bytes);
  }
}
