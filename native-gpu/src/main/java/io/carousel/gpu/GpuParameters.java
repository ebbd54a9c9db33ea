package io.carousel.gpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.Sums;
import io.carousel.spi.base.BaseParameters;

/**
 * Weights, gradient sums and moments as float32 blocks in one piece of the device's memory, and the
 * doubles that kernels count in.
 *
 * <pre>
 *   weights | gradient sums | first moment | second moment | 5 doubles: sums | 3 doubles: scaling
 * </pre>
 */
final class GpuParameters extends BaseParameters {
  private static final int SUMS = 5;
  private static final int SCALING = 3;
  private static final int COUNTS_BYTES = (SUMS + SCALING) * Double.BYTES;
  private static final int ALIGNMENT = 256;

  private final GpuBackend backend;
  private final DeviceMemory memory;
  private final long blockBytes;

  GpuParameters(GpuBackend backend, ParameterLayout layout, boolean training, int moments) {
    super(layout, training, moments);
    this.backend = backend;
    blockBytes = ((long) size() * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    memory = backend.budget().onDevice(blocks() * blockBytes + COUNTS_BYTES, "parameters");
    writeCounts(Sums.ZERO, LossScale.NONE);
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

  /** The kernels' sums of gradients are times the loss scale, which nobody else is to see. */
  @Override
  protected void copyOut(Block block, double[] to) {
    backend.queue().read(address(block), to);
    double scale = block == Block.GRADIENTS ? currentLossScale().scale() : 1;
    for (int i = 0; i < to.length && scale != 1; i++) {
      to[i] /= scale;
    }
  }

  @Override
  protected void copyIn(Block block, double[] from) {
    double scale = block == Block.GRADIENTS ? currentLossScale().scale() : 1;
    double[] scaled = from;
    if (scale != 1) {
      scaled = from.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
    }
    backend.queue().write(scaled, address(block));
  }

  @Override
  protected Sums currentSums() {
    double[] n = readCounts();
    return new Sums(n[0], n[1], n[2], n[3], (long) n[4]);
  }

  @Override
  protected void setSums(Sums given) {
    writeCounts(given, currentLossScale());
  }

  @Override
  protected LossScale currentLossScale() {
    double[] n = readCounts();
    return new LossScale(n[SUMS], (long) n[SUMS + 1], (long) n[SUMS + 2]);
  }

  @Override
  protected void setLossScale(LossScale given) {
    writeCounts(currentSums(), given);
  }

  private double[] readCounts() {
    double[] counts = new double[SUMS + SCALING];
    try (HostMemory host = HostMemory.allocate(COUNTS_BYTES)) {
      backend.queue().copyNow(sumsAddress(), host.address(), COUNTS_BYTES);
      host.asByteBuffer().asDoubleBuffer().get(counts);
    }
    return counts;
  }

  /** SumsLayout and ScalingLayout of common.cuh. */
  private void writeCounts(Sums sums, LossScale scale) {
    try (HostMemory host = HostMemory.allocate(COUNTS_BYTES)) {
      host.asByteBuffer()
          .asDoubleBuffer()
          .put(sums.loss())
          .put(sums.count())
          .put(sums.pending())
          .put(sums.gradientNorm())
          .put((double) sums.firstBadUpdate())
          .put(scale.scale())
          .put((double) scale.goodUpdates())
          .put((double) scale.skipped());
      backend.queue().copyNow(host.address(), sumsAddress(), COUNTS_BYTES);
    }
  }

  @Override
  protected void free() {
    backend.budget().free(memory);
  }
}
