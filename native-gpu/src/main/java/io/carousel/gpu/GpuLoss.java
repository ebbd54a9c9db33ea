package io.carousel.gpu;

import io.carousel.loss.Loss;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Region;

/** Sums the loss over all positions that count, and writes the gradient of that sum. */
final class GpuLoss {
  private static final int FINISH_THREADS = 256;

  private final GpuMemory memory;
  private final Loss loss;
  private final LossPorts ports;
  private final Buffer goal;
  private final Buffer partials;
  private final int blocks;
  private final GpuWork work = new GpuWork();

  /**
   * The kernel.
   *
   * @param goal targets or classes in the plan's input region
   */
  GpuLoss(GpuMemory memory, Loss loss, LossPorts ports, Buffer goal) {
    this.memory = memory;
    this.loss = loss;
    this.ports = ports;
    this.goal = goal;
    blocks = GpuLaunch.blocksFor(memory, ports.y().count());
    partials = memory.bytes(Region.ACTIVATIONS, 2L * blocks * Double.BYTES);
    memory.whenAllocated(this::bind);
  }

  Kernel kernel() {
    return work;
  }

  private void bind() {
    work.add(
        launch()
            .integer(ports.perStep() ? memory.shape.steps() : 1)
            .integer(memory.shape.sequences())
            .integer(ports.width())
            .pointer(memory.lengthsFor(true))
            .pointer(memory.address(ports.y()))
            .pointer(memory.address(goal))
            .pointer(memory.address(ports.dy()))
            .pointer(memory.scaling())
            .pointer(memory.address(partials))
            .on(blocks, FINISH_THREADS));
    work.add(
        memory
            .kernel("lossFinish")
            .integer(blocks)
            .pointer(memory.address(partials))
            .integer(ports.dy() == null ? 0 : 1)
            .pointer(memory.parameters.sumsAddress())
            .on(1, FINISH_THREADS));
  }

  /** The kernel, with a NumberLoss of loss.cu where it is the kernel of several. */
  private GpuLaunch launch() {
    return switch (loss.kind()) {
      case MEAN_SQUARED_ERROR -> memory.kernel("numberLoss").integer(0);
      case MEAN_ABSOLUTE_ERROR -> memory.kernel("numberLoss").integer(1);
      case BINARY_CROSS_ENTROPY -> memory.kernel("numberLoss").integer(2);
      case SOFTMAX_CROSS_ENTROPY -> memory.kernel("classLoss");
    };
  }
}
