package io.carousel.cpu;

import io.carousel.loss.Loss;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LossPorts;

/** Sums the loss over all positions that count, and writes the gradient of that sum. */
final class CpuLoss implements Kernel {
  private final CpuMemory memory;
  private final Loss loss;
  private final LossPorts ports;
  private final Buffer goal;

  /**
   * The kernel.
   *
   * @param goal targets or classes in the plan's input region
   */
  CpuLoss(CpuMemory memory, Loss loss, LossPorts ports, Buffer goal) {
    this.memory = memory;
    this.loss = loss;
    this.ports = ports;
    this.goal = goal;
  }

  @Override
  public void run() {
    switch (loss.kind()) {
      case MEAN_SQUARED_ERROR -> run(CpuKernels.SQUARED);
      case MEAN_ABSOLUTE_ERROR -> run(CpuKernels.ABSOLUTE);
      case BINARY_CROSS_ENTROPY -> run(CpuKernels.BINARY);
      case SOFTMAX_CROSS_ENTROPY -> runClasses();
    }
  }

  /** One row per sequence is one step, which a sequence of length 0 does not have. */
  private int steps() {
    return ports.perStep() ? memory.shape.steps() : 1;
  }

  private void run(int code) {
    CpuKernels.numberLoss(
        code,
        steps(),
        memory.shape.sequences(),
        ports.width(),
        memory.lengthsFor(true),
        memory.address(ports.y()),
        memory.address(goal),
        memory.address(ports.dy()),
        memory.parameters.sumsAddress());
  }

  private void runClasses() {
    CpuKernels.classLoss(
        steps(),
        memory.shape.sequences(),
        ports.width(),
        memory.lengthsFor(true),
        memory.address(ports.y()),
        memory.address(goal),
        memory.address(ports.dy()),
        memory.parameters.sumsAddress());
  }
}
