package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.error.MemoryLimitException;
import io.carousel.internal.Require;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Parameters;
import io.carousel.spi.Sums;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;

/** Weights, gradient sums and moments as float32 blocks, and the doubles that kernels count in. */
final class CpuParameters implements Parameters {
  private static final int SUMS = 5;

  private final ParameterLayout layout;
  private final int size;
  private final Map<Block, HostMemory> blocks = new EnumMap<>(Block.class);
  private final CpuBudget budget;
  private final HostMemory sums;
  private long version;
  private final CpuUse use = new CpuUse("parameters");

  CpuParameters(CpuBudget budget, ParameterLayout layout, boolean training, int moments) {
    Require.that(moments >= 0 && moments <= 2, "moments must be in 0 to 2, moments=" + moments);
    this.budget = budget;
    this.layout = layout;
    this.size = Require.arraySize(layout.size(), "the parameters");
    allocate(Block.WEIGHTS, true);
    allocate(Block.GRADIENTS, training);
    allocate(Block.FIRST_MOMENT, training && moments > 0);
    allocate(Block.SECOND_MOMENT, training && moments > 1);
    sums = budget.allocate(SUMS * Double.BYTES, "parameters");
    sums(Sums.ZERO);
  }

  private void allocate(Block block, boolean exists) {
    if (exists) {
      try {
        blocks.put(block, budget.allocate((long) size * Float.BYTES, "parameters"));
      } catch (MemoryLimitException e) {
        blocks.values().forEach(budget::free);
        throw e;
      }
    }
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public boolean has(Block block) {
    return blocks.containsKey(block);
  }

  /** The number of weights. */
  int size() {
    return size;
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
  public double[] read(Block block) {
    FloatBuffer from = existing(block);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = from.get(i);
    }
    return values;
  }

  @Override
  public void write(Block block, double[] values) {
    FloatBuffer to = existing(block);
    CpuState.checkLength("values", values.length, size);
    for (int i = 0; i < size; i++) {
      to.put(i, (float) values[i]);
    }
    if (block == Block.WEIGHTS) {
      weightsChanged();
    }
  }

  private FloatBuffer existing(Block block) {
    checkOpen();
    Require.that(
        has(block),
        "block must exist in these parameters, block="
            + block
            + "; create them for training and with the optimizer's moments");
    return blocks.get(block).asFloatBuffer(0, size);
  }

  @Override
  public Sums sums() {
    checkOpen();
    var view = sums.asByteBuffer().asDoubleBuffer();
    return new Sums(view.get(0), view.get(1), view.get(2), view.get(3), (long) view.get(4));
  }

  @Override
  public void sums(Sums given) {
    checkOpen();
    sums.asByteBuffer()
        .asDoubleBuffer()
        .put(0, given.loss())
        .put(1, given.count())
        .put(2, given.pending())
        .put(3, given.gradientNorm())
        .put(4, (double) given.firstBadUpdate());
  }

  @Override
  public long version() {
    return version;
  }

  void weightsChanged() {
    version++;
  }

  CpuUse use() {
    return use;
  }

  void checkOpen() {
    use.checkOpen();
  }

  @Override
  public void close() {
    if (use.close()) {
      blocks.values().forEach(budget::free);
      budget.free(sums);
    }
  }
}
