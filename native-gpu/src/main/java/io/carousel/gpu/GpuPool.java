package io.carousel.gpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;

/** One row per sequence from the rows of its valid steps. */
final class GpuPool extends GpuLayer {
  private final LayerPorts ports;
  private final int width;
  private final int pooling;
  private final int columnsAtLastStep;
  private final Buffer argument;

  GpuPool(GpuMemory memory, LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    super(memory);
    this.ports = ports;
    width = layer.inputWidth();
    pooling =
        switch (spec.pooling()) {
          case FINAL_STATE, LAST_POSITION -> 0;
          case MEAN -> 1;
          case MAX -> 2;
        };
    columnsAtLastStep = spec.columnsAtLastStep(layer);
    boolean max = spec.pooling() == Pooling.MAX;
    argument = max ? memory.buffer(Region.ACTIVATIONS, (long) sequences * width) : null;
  }

  @Override
  void bindForward(GpuWork work) {
    work.add(
        kernel("poolForward")
            .pointer(memory.address(ports.x()))
            .pointer(memory.address(ports.y()))
            .pointer(memory.address(argument))
            .over((long) sequences * width));
  }

  @Override
  void bindBackward(GpuWork work) {
    if (ports.dx() != null) {
      work.add(
          kernel("poolBackward")
              .pointer(memory.address(ports.dy()))
              .pointer(memory.address(argument))
              .pointer(memory.address(ports.dx()))
              .over((long) steps * sequences * width));
    }
  }

  private GpuLaunch kernel(String name) {
    return memory
        .kernel(name)
        .integer(pooling)
        .integer(steps)
        .integer(sequences)
        .integer(width)
        .integer(columnsAtLastStep)
        .pointer(memory.lengthsFor(true));
  }

  @Override
  public String explain() {
    return "own kernel";
  }
}
