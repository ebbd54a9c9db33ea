package io.carousel.gpu;

import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.PinnedMemory;
import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;
import io.carousel.spi.StagingCheck;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One slot: a pinned block that is laid out as the plan's input region, which the device copies as
 * a whole while the host fills the other slot.
 */
final class GpuStaging implements Staging, AutoCloseable {
  private final GpuMemory memory;
  private final StagingCheck check;
  private final PinnedMemory block;
  private final CudaEvent used;
  private final FloatBuffer features;
  private final IntBuffer tokens;
  private final FloatBuffer targets;
  private final IntBuffer classes;
  private final IntBuffer lengths;
  private final ByteBuffer numbers;
  private boolean pending;

  /**
   * A slot for this plan.
   *
   * @param input where the input stands in the region, or null
   * @param goal where the targets stand, or null
   */
  GpuStaging(GpuMemory memory, StagingCheck check, Buffer input, Buffer goal) {
    this.memory = memory;
    this.check = check;
    block = memory.backend.budget().pinned(memory.bytes(Region.INPUT), "a plan");
    try {
      boolean tokenInput = check.tokens();
      features = input == null || tokenInput ? null : floats(input);
      tokens = tokenInput ? ints(input) : null;
      targets = check.targetNumbers(shape()) > 0 ? floats(goal) : null;
      classes = check.classNumbers(shape()) > 0 ? ints(goal) : null;
      lengths = ints(memory.lengths);
      numbers = block.asByteBuffer(memory.numbers.offset() * Float.BYTES, GpuMemory.NUMBERS_BYTES);
      used = CudaEvent.create();
    } catch (RuntimeException e) {
      memory.backend.budget().free(block);
      throw e;
    }
    for (int n = 0; n < shape().sequences(); n++) {
      lengths.put(n, shape().ragged() ? 0 : shape().steps());
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

  /** Throws if the slot holds what it must not. */
  void check() {
    check.check(this);
    memory.take(lengths);
  }

  /** Copies the whole slot to where the kernels read. */
  GpuTask copyAll() {
    return copy(0, memory.bytes(Region.INPUT));
  }

  /** Copies the numbers of an update only. */
  GpuTask copyNumbers() {
    return copy(memory.numbers.offset() * Float.BYTES, GpuMemory.NUMBERS_BYTES);
  }

  private GpuTask copy(long offset, long bytes) {
    CudaStream stream = memory.backend.queue().stream();
    long from = block.address() + offset;
    long to = memory.address(new Buffer(Region.INPUT, 0, 0)) + offset;
    return () -> stream.copy(from, to, bytes);
  }

  /** Work that reads the slot has been put in line. */
  void inUse() {
    used.record(memory.backend.queue().stream());
    pending = true;
  }

  /** Waits until all work that reads the slot is done. */
  void await() {
    if (pending) {
      used.synchronize();
      pending = false;
    }
  }

  long bytes() {
    return block.bytes();
  }

  @Override
  public PlanShape shape() {
    return memory.shape;
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
    numbers
        .putDouble(0, given.learningRate())
        .putLong(8, given.update())
        .putLong(16, given.run())
        .putLong(24, given.seed());
  }

  @Override
  public void close() {
    used.close();
    memory.backend.budget().free(block);
  }
}
