package io.carousel.cpu;

import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;

/** Forward and backward of one layer, bound to addresses when the plan's memory is allocated. */
abstract class CpuLayer implements LayerKernel {
  final CpuMemory memory;
  final int steps;
  final int sequences;

  CpuLayer(CpuMemory memory) {
    this.memory = memory;
    this.steps = memory.shape.steps();
    this.sequences = memory.shape.sequences();
    memory.whenAllocated(this::bind);
  }

  /** Looks addresses up; runs once. */
  abstract void bind();

  abstract void runForward();

  abstract void runBackward();

  @Override
  public final Kernel forward() {
    return this::runForward;
  }

  @Override
  public final Kernel backward() {
    return this::runBackward;
  }
}
