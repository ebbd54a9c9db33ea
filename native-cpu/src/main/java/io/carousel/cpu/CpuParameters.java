package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Sums;
import io.carousel.spi.base.BaseParameters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Weights, gradient sums and moments as float32 blocks, and the doubles that kernels count in. */
final class CpuParameters extends BaseParameters {
  private static final int SUMS = 5;

  private final CpuBudget budget;
  private final Map<Block, HostMemory> blocks = new EnumMap<>(Block.class);
  private final HostMemory sums;

  CpuParameters(CpuBudget budget, ParameterLayout layout, boolean training, int moments) {
    super(layout, training, moments);
    this.budget = budget;
    List<Block> existing = Stream.of(Block.values()).filter(this::has).toList();
    long bytes = (long) size() * Float.BYTES;
    budget.requireRoom(existing.size() * bytes + SUMS * Double.BYTES, "parameters");
    try {
      for (Block block : existing) {
        blocks.put(block, budget.allocate(bytes, "parameters"));
      }
      sums = budget.allocate(SUMS * Double.BYTES, "parameters");
    } catch (RuntimeException e) {
      blocks.values().forEach(budget::free);
      throw e;
    }
    setSums(Sums.ZERO);
  }

  /** Where a block starts; 0 if it does not exist. */
  long address(Block block) {
    return has(block) ? blocks.get(block).address() : 0;
  }

  /** Where a tensor starts in a block; 0 if the block does not exist. */
  long address(Block block, ParameterLayout.Tensor tensor) {
    return has(block) ? address(block) + tensor.offset() * Float.BYTES : 0;
  }

  /** Where the kernels count. */
  long sumsAddress() {
    return sums.address();
  }

  @Override
  protected void copyOut(Block block, double[] to) {
    CpuViews.read(blocks.get(block), to, CpuViews.MOST);
  }

  @Override
  protected void copyIn(Block block, double[] from) {
    CpuViews.write(from, blocks.get(block), CpuViews.MOST);
  }

  @Override
  protected Sums currentSums() {
    var view = sums.asByteBuffer().asDoubleBuffer();
    return new Sums(view.get(0), view.get(1), view.get(2), view.get(3), (long) view.get(4));
  }

  @Override
  protected void setSums(Sums given) {
    sums.asByteBuffer()
        .asDoubleBuffer()
        .put(0, given.loss())
        .put(1, given.count())
        .put(2, given.pending())
        .put(3, given.gradientNorm())
        .put(4, (double) given.firstBadUpdate());
  }

  @Override
  protected void free() {
    blocks.values().forEach(budget::free);
    budget.free(sums);
  }
}
