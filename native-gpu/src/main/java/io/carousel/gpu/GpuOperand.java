package io.carousel.gpu;

import io.carousel.spi.Buffer;
import io.carousel.spi.Region;

/**
 * Rows of float32 numbers as products want them: in the plan's type. In float32 this is the buffer
 * itself; else a copy, which somebody has to refresh.
 */
final class GpuOperand {
  private final GpuMemory memory;
  private final int steps;
  private final int sequences;
  private final int width;
  private final Buffer copy;

  /** For rows [steps, sequences, width]. */
  GpuOperand(GpuMemory memory, Region region, int steps, int sequences, int width) {
    this.memory = memory;
    this.steps = steps;
    this.sequences = sequences;
    this.width = width;
    this.copy = memory.arithmetic.narrow() ? memory.operands(region, elements()) : null;
  }

  private long elements() {
    return (long) steps * sequences * width;
  }

  /** Where products find the rows whose float32 numbers stand at this address; 0 stays 0. */
  long address(long wide) {
    return wide == 0 || copy == null ? wide : memory.address(copy);
  }

  /** Rounds the float32 numbers, if that is needed; past lengths (0 for none) comes zero. */
  void narrow(GpuWork work, long wide, long lengths) {
    if (copy != null && wide != 0) {
      work.add(kernel("narrowRows", lengths, wide, memory.address(copy)));
    }
  }

  /** Brings what a product has written back to float32; past lengths (0 for none) comes zero. */
  void widen(GpuWork work, long wide, long lengths) {
    if (copy != null && wide != 0) {
      work.add(kernel("widenRows", lengths, memory.address(copy), wide));
    }
  }

  private GpuTask kernel(String name, long lengths, long from, long to) {
    return memory
        .kernel(name)
        .integer(memory.arithmetic.code())
        .integer(steps)
        .integer(sequences)
        .integer(width)
        .pointer(lengths)
        .pointer(from)
        .pointer(to)
        .over(elements());
  }
}
