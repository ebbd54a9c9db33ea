package io.carousel.cpu;

import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;

/**
 * Forward and backward of one layer, bound to addresses when the plan's memory is allocated. A
 * layer may ask for a number of threads of its own, which then holds whenever it is planned, bound
 * or run.
 */
abstract class CpuLayer implements LayerKernel {
  final CpuMemory memory;
  final int steps;
  final int sequences;
  private final int threads;

  /** A layer that runs on the backend's threads. */
  CpuLayer(CpuMemory memory) {
    this(memory, 0);
  }

  /**
   * A layer.
   *
   * @param threads how many it runs on; 0 for the backend's
   */
  CpuLayer(CpuMemory memory, int threads) {
    this.memory = memory;
    this.steps = memory.shape.steps();
    this.sequences = memory.shape.sequences();
    this.threads = threads;
    memory.whenAllocated(() -> withThreads(this::bind));
  }

  /** Looks addresses up; runs once. */
  abstract void bind();

  abstract void runForward();

  abstract void runBackward();

  @Override
  public final Kernel forward() {
    return kernel(this::runForward);
  }

  @Override
  public final Kernel backward() {
    return kernel(this::runBackward);
  }

  private Kernel kernel(Runnable work) {
    return threads == 0 ? work::run : () -> withThreads(work);
  }

  private void withThreads(Runnable work) {
    if (threads == 0) {
      work.run();
      return;
    }
    int before = CpuTeam.begin(threads);
    try {
      work.run();
    } finally {
      CpuTeam.end(before);
    }
  }
}
