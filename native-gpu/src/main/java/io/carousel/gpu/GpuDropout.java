package io.carousel.gpu;

import io.carousel.model.DropoutSpec;
import io.carousel.model.LayerInstance;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;

/** Inverted dropout; the mask is drawn again in backward, so it takes no memory. */
final class GpuDropout extends GpuLayer {
  private final LayerInstance layer;
  private final LayerPorts ports;
  private final double probability;

  GpuDropout(GpuMemory memory, LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.ports = ports;
    this.probability = memory.mode.hasDropout() ? spec.probability() : 0;
  }

  @Override
  void bindForward(GpuWork work) {
    work.add(mask(ports.x(), ports.y()));
  }

  @Override
  void bindBackward(GpuWork work) {
    if (ports.dx() != null) {
      work.add(mask(ports.dy(), ports.dx()));
    }
  }

  private GpuTask mask(Buffer from, Buffer to) {
    boolean perStep = layer.inputPerStep();
    return memory
        .kernel("dropout")
        .integer(perStep ? steps : 1)
        .integer(sequences)
        .integer(layer.inputWidth())
        .pointer(memory.lengthsFor(perStep))
        .real((float) probability)
        .real((float) (1 / (1 - probability)))
        .integer(layer.number())
        .pointer(memory.address(memory.numbers))
        .pointer(memory.address(from))
        .pointer(memory.address(to))
        .over((from.count() + 3) / 4);
  }

  @Override
  public String explain() {
    return "own kernel: Philox mask drawn as it is used, the same bits as on every backend";
  }
}
