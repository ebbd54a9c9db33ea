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

  /** One row per sequence is one step, which a sequence of length 0 does not have. */
  @Override
  public void run() {
    int steps = ports.perStep() ? memory.shape.steps() : 1;
    int sequences = memory.shape.sequences();
    long lengths = memory.lengthsFor(true);
    long y = memory.address(ports.y());
    long dy = memory.address(ports.dy());
    long sums = memory.parameters.sumsAddress();
    if (loss instanceof Loss.SoftmaxCrossEntropy) {
      CpuKernels.classLoss(
          steps, sequences, ports.width(), lengths, y, memory.address(goal), dy, sums);
    } else {
      CpuKernels.numberLoss(
          kind(), steps, sequences, ports.width(), lengths, y, memory.address(goal), dy, sums);
    }
  }

  private int kind() {
    if (loss instanceof Loss.MeanSquaredError) {
      return CpuKernels.SQUARED;
    }
    return loss instanceof Loss.MeanAbsoluteError ? CpuKernels.ABSOLUTE : CpuKernels.BINARY;
  }
}
