package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;

/**
 * What the kernels of one plan share: the values of all buffers, and what the slot that runs says.
 * Regions are only a matter of accounting here: all buffers stand in one array.
 */
final class ReferenceMemory {
  private static final String WHAT = "a plan";

  private final ReferenceHeap heap;
  final ReferenceParameters parameters;
  final PlanShape shape;
  final Mode mode;

  /** All buffers, tokens too; allocated when the plan is sealed. */
  double[] values;

  /** l_n of the run. */
  final int[] lengths;

  /** Targets [T, N, K] or [N, K] of the run, or null. */
  double[] targets;

  /** Classes [T, N] or [N] of the run, or null. */
  int[] classes;

  /** The other numbers of the run or update. */
  Staging.Scalars scalars = Staging.Scalars.NONE;

  private long size;
  private long bytes;

  ReferenceMemory(ReferenceHeap heap, ReferenceParameters parameters, PlanShape shape, Mode mode) {
    this.heap = heap;
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
    this.lengths = new int[shape.sequences()];
  }

  Buffer buffer(Region region, long elements) {
    Buffer buffer = new Buffer(region, size, elements);
    size += elements;
    Require.arraySize(size, "the buffers of a plan");
    return buffer;
  }

  /** The rows of a buffer [T, N, width], or [N, width] for one row per sequence. */
  ReferenceRows rows(String name, Buffer buffer, boolean perStep, int width) {
    int steps = perStep ? shape.steps() : 1;
    return ReferenceRows.of(name, buffer, 1, steps, shape.sequences(), width);
  }

  /** How many rows of a sequence count: its length, or 1 where there is one row per sequence. */
  int validRows(int sequence, boolean perStep) {
    return perStep ? lengths[sequence] : 1;
  }

  /** An array of a kernel's own. */
  double[] scratch(int elements) {
    double[] array = heap.doubles(elements, WHAT);
    bytes += (long) elements * Double.BYTES;
    return array;
  }

  /** Counts what the plan is about to allocate of other types; {@link #free} gives it back. */
  void reserve(long more) {
    heap.count().reserve(more, WHAT);
    bytes += more;
  }

  void allocate() {
    values = scratch((int) size);
  }

  long bytes() {
    return bytes;
  }

  void free() {
    heap.free(bytes);
    bytes = 0;
  }
}
