package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;

/** One row per sequence from the rows of its valid steps. */
final class CpuPool extends CpuLayer {
  private final LayerPorts ports;
  private final int width;
  private final int pooling;
  private final int columnsAtLastStep;
  private final Buffer argument;

  CpuPool(CpuMemory memory, LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    super(memory);
    this.ports = ports;
    width = layer.inputWidth();
    pooling =
        switch (spec.pooling()) {
          case FINAL_STATE, LAST_POSITION -> CpuKernels.LAST;
          case MEAN -> CpuKernels.MEAN;
          case MAX -> CpuKernels.MAX;
        };
    columnsAtLastStep = spec.columnsAtLastStep(layer);
    boolean max = spec.pooling() == Pooling.MAX;
    argument = max ? memory.buffer(Region.ACTIVATIONS, (long) sequences * width) : null;
  }

  @Override
  void bind() {}

  @Override
  void runForward() {
    CpuKernels.poolForward(
        pooling,
        steps,
        sequences,
        width,
        columnsAtLastStep,
        memory.lengthsFor(true),
        memory.address(ports.x()),
        memory.address(ports.y()),
        memory.address(argument));
  }

  @Override
  void runBackward() {
    if (ports.dx() != null) {
      CpuKernels.poolBackward(
          pooling,
          steps,
          sequences,
          width,
          columnsAtLastStep,
          memory.lengthsFor(true),
          memory.address(ports.dy()),
          memory.address(argument),
          memory.address(ports.dx()));
    }
  }

  @Override
  public String explain() {
    return "own " + CpuKernels.instructionSet() + " kernel";
  }
}
