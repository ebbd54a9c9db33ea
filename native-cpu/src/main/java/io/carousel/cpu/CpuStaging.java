package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;
import io.carousel.spi.StagingCheck;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** One slot: a block that is laid out as the plan's input region and copied there as a whole. */
final class CpuStaging implements Staging, AutoCloseable {
  private final CpuBudget budget;
  private final PlanShape shape;
  private final StagingCheck check;
  private final HostMemory block;
  private final FloatBuffer features;
  private final IntBuffer tokens;
  private final FloatBuffer targets;
  private final IntBuffer classes;
  private final IntBuffer lengths;
  private Scalars scalars = Scalars.NONE;

  /**
   * A slot for this plan.
   *
   * @param input where the input stands in the region, or null
   * @param goal where the targets stand, or null
   */
  CpuStaging(CpuMemory memory, StagingCheck check, Buffer input, Buffer goal) {
    this.budget = memory.budget;
    this.shape = memory.shape;
    this.check = check;
    block = budget.allocate(memory.bytes(Region.INPUT), "a plan");
    try {
      boolean tokenInput = check.tokens();
      features = input == null || tokenInput ? null : floats(input);
      tokens = tokenInput ? ints(input) : null;
      targets = check.targetNumbers(shape) > 0 ? floats(goal) : null;
      classes = check.classNumbers(shape) > 0 ? ints(goal) : null;
      lengths = ints(memory.lengths);
    } catch (RuntimeException e) {
      budget.free(block);
      throw e;
    }
    for (int n = 0; n < shape.sequences(); n++) {
      lengths.put(n, shape.ragged() ? 0 : shape.steps());
    }
  }

  private FloatBuffer floats(Buffer buffer) {
    return block.asFloatBuffer(
        buffer.offset() * Float.BYTES, Require.bufferSize(buffer.count(), "a slot"));
  }

  private IntBuffer ints(Buffer buffer) {
    return block.asIntBuffer(
        buffer.offset() * Integer.BYTES, Require.bufferSize(buffer.count(), "a slot"));
  }

  /** Checks what the slot holds and copies it to where the kernels read. */
  void copyTo(CpuMemory memory) {
    check.check(this);
    CpuKernels.copy(
        memory.bytes(Region.INPUT), block.address(), memory.region(Region.INPUT).address());
    memory.scalars = scalars;
  }

  Scalars scalars() {
    return scalars;
  }

  long bytes() {
    return block.bytes();
  }

  @Override
  public PlanShape shape() {
    return shape;
  }

  @Override
  public FloatBuffer features() {
    return features;
  }

  @Override
  public IntBuffer tokens() {
    return tokens;
  }

  @Override
  public FloatBuffer targets() {
    return targets;
  }

  @Override
  public IntBuffer classes() {
    return classes;
  }

  @Override
  public IntBuffer lengths() {
    return lengths;
  }

  @Override
  public void scalars(Scalars given) {
    scalars = given;
  }

  @Override
  public void close() {
    budget.free(block);
  }
}
