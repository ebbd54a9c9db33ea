package io.carousel.gpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Sums;
import io.carousel.spi.base.BaseParameters;
import java.nio.DoubleBuffer;

/**
 * Weights, gradient sums and moments as float32 blocks in one piece of the device's memory, and the
 * doubles that kernels count in.
 *
 * <pre>
 *   weights | gradient sums | first moment | second moment | 5 doubles: sums | 2 doubles: scaling
 * </pre>
 */
final class GpuParameters extends BaseParameters {
  private static final int SUMS = 5;
  private static final int SCALING = 2;
  private static final int COUNTS_BYTES = (SUMS + SCALING) * Double.BYTES;
  private static final int ALIGNMENT = 256;

  /** 2^16, with which gradients from 2^-40 on are seen; it halves until nothing overflows. */
  private static final double FIRST_SCALE = 65536;

  private final GpuBackend backend;
  private final DeviceMemory memory;
  private final long blockBytes;

  GpuParameters(GpuBackend backend, ParameterLayout layout, boolean training, int moments) {
    super(layout, training, moments);
    this.backend = backend;
    blockBytes = ((long) size() * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    memory = backend.budget().onDevice(blocks() * blockBytes + COUNTS_BYTES, "parameters");
    writeCounts(Sums.ZERO, FIRST_SCALE, 0);
  }

  private int blocks() {
    return blocksBefore(null);
  }

  /** How many blocks exist before this one; null for all. */
  private int blocksBefore(Block block) {
    int count = 0;
    for (Block other : Block.values()) {
      if (other == block) {
        break;
      }
      count += has(other) ? 1 : 0;
    }
    return count;
  }

  /** Where a block starts; 0 if it does not exist. */
  long address(Block block) {
    return has(block) ? memory.address() + blocksBefore(block) * blockBytes : 0;
  }

  /** Where a tensor starts in a block; 0 if the block does not exist. */
  long address(Block block, ParameterLayout.Tensor tensor) {
    return has(block) ? address(block) + tensor.offset() * Float.BYTES : 0;
  }

  /** Where the kernels count, SumsLayout of common.cuh. */
  long sumsAddress() {
    return memory.address() + blocks() * blockBytes;
  }

  /** Where the loss scale stands, ScalingLayout of common.cuh. */
  long scalingAddress() {
    return sumsAddress() + SUMS * Double.BYTES;
  }

  @Override
  protected void copyOut(Block block, double[] to) {
    backend.queue().read(address(block), to);
  }

  @Override
  protected void copyIn(Block block, double[] from) {
    backend.queue().write(from, address(block));
  }

  @Override
  protected Sums currentSums() {
    DoubleBuffer view = readCounts();
    return new Sums(view.get(0), view.get(1), view.get(2), view.get(3), (long) view.get(4));
  }

  @Override
  protected void setSums(Sums given) {
    DoubleBuffer now = readCounts();
    writeCounts(given, now.get(SUMS), now.get(SUMS + 1));
  }

  private DoubleBuffer readCounts() {
    DoubleBuffer copy = DoubleBuffer.allocate(SUMS + SCALING);
    try (HostMemory host = HostMemory.allocate(COUNTS_BYTES)) {
      backend.queue().copyNow(sumsAddress(), host.address(), COUNTS_BYTES);
      copy.put(0, host.asByteBuffer().asDoubleBuffer(), 0, SUMS + SCALING);
    }
    return copy;
  }

  private void writeCounts(Sums sums, double scale, double goodUpdates) {
    try (HostMemory host = HostMemory.allocate(COUNTS_BYTES)) {
      host.asByteBuffer()
          .asDoubleBuffer()
          .put(0, sums.loss())
          .put(1, sums.count())
          .put(2, sums.pending())
          .put(3, sums.gradientNorm())
          .put(4, (double) sums.firstBadUpdate())
          .put(SUMS, scale)
          .put(SUMS + 1, goodUpdates);
      backend.queue().copyNow(host.address(), sumsAddress(), COUNTS_BYTES);
    }
  }

  @Override
  protected void free() {
    backend.budget().free(memory);
  }
}
