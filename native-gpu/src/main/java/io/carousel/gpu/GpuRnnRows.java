package io.carousel.gpu;

import io.carousel.model.Direction;
import io.carousel.spi.Buffer;
import io.carousel.spi.Region;

/**
 * Rows [T, N, C] of a layer as cuDNN wants them: in the plan's type, zero past lengths, and in the
 * order in which they are read. cuDNN has no layer that reads backward only, so for one the valid
 * rows of each sequence are turned round.
 */
final class GpuRnnRows {
  private final GpuMemory memory;
  private final Buffer rows;
  private final int width;
  private final Buffer turned;
  private final GpuOperand operand;

  /**
   * For a port.
   *
   * @param rows the port; null if cuDNN writes what nobody reads
   */
  GpuRnnRows(GpuMemory memory, Region region, Direction direction, Buffer rows, int width) {
    this.memory = memory;
    this.rows = rows;
    this.width = width;
    boolean apart = direction == Direction.BACKWARD || rows == null;
    turned = apart ? memory.buffer(region, elements()) : null;
    operand = new GpuOperand(memory, region, memory.shape.steps(), memory.shape.sequences(), width);
  }

  private long elements() {
    return (long) memory.shape.steps() * memory.shape.sequences() * width;
  }

  private long wide() {
    return memory.address(turned == null ? rows : turned);
  }

  /** Where cuDNN reads or writes. */
  long address() {
    return operand.address(wide());
  }

  /** The same, with how many numbers. */
  GpuSpan span() {
    return new GpuSpan(address(), elements());
  }

  /** Brings the port's rows to where cuDNN reads. */
  void load(GpuWork work) {
    long lengths = memory.lengthsFor(true);
    if (turned != null) {
      work.add(turn(memory.address(rows), wide()));
    } else if (lengths != 0 && !memory.arithmetic.narrow()) {
      work.add(shape("zeroPast").pointer(lengths).pointer(wide()).over(elements()));
    }
    operand.narrow(work, wide(), lengths);
  }

  /** Brings what cuDNN has written to the port. */
  void store(GpuWork work) {
    if (rows == null) {
      return;
    }
    long lengths = memory.lengthsFor(true);
    operand.widen(work, wide(), lengths);
    if (turned != null) {
      work.add(turn(wide(), memory.address(rows)));
    } else if (lengths != 0 && !memory.arithmetic.narrow()) {
      work.add(shape("zeroPast").pointer(lengths).pointer(wide()).over(elements()));
    }
  }

  /** Row t of a sequence of length l becomes row l - 1 - t; zero past lengths. */
  private GpuTask turn(long from, long to) {
    return shape("turnRows")
        .pointer(memory.lengthsFor(true))
        .pointer(from)
        .pointer(to)
        .over(elements());
  }

  private GpuLaunch shape(String kernel) {
    return memory
        .kernel(kernel)
        .integer(memory.shape.steps())
        .integer(memory.shape.sequences())
        .integer(width);
  }
}
