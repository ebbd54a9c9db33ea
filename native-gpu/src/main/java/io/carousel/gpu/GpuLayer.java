package io.carousel.gpu;

import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;

/**
 * Forward and backward of one layer: lists of tasks that are made when the plan's memory is
 * allocated, since a task's arguments never change.
 */
abstract class GpuLayer implements LayerKernel {
  final GpuMemory memory;
  final int steps;
  final int sequences;
  private final GpuWork forward = new GpuWork();
  private final GpuWork backward = new GpuWork();

  GpuLayer(GpuMemory memory) {
    this.memory = memory;
    this.steps = memory.shape.steps();
    this.sequences = memory.shape.sequences();
    memory.whenAllocated(this::bind);
  }

  private void bind() {
    prepare();
    bindForward(forward);
    if (memory.mode.hasBackward()) {
      bindBackward(backward);
    }
  }

  /** What comes before the tasks are made. */
  void prepare() {}

  abstract void bindForward(GpuWork work);

  abstract void bindBackward(GpuWork work);

  @Override
  public final Kernel forward() {
    return forward;
  }

  @Override
  public final Kernel backward() {
    return backward;
  }
}
