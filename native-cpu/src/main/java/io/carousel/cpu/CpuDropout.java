package io.carousel.cpu;

import io.carousel.model.DropoutSpec;
import io.carousel.model.LayerInstance;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;

/** Inverted dropout; the mask is drawn again in backward, so it takes no memory. */
final class CpuDropout extends CpuLayer {
  private final LayerInstance layer;
  private final DropoutSpec spec;
  private final LayerPorts ports;
  private final boolean perStep;

  CpuDropout(CpuMemory memory, LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.spec = spec;
    this.ports = ports;
    this.perStep = layer.inputPerStep();
  }

  @Override
  void bind() {}

  @Override
  void runForward() {
    apply(ports.x(), ports.y());
  }

  @Override
  void runBackward() {
    if (ports.dx() != null) {
      apply(ports.dy(), ports.dx());
    }
  }

  private void apply(Buffer from, Buffer to) {
    CpuKernels.dropout(
        perStep ? steps : 1,
        sequences,
        layer.inputWidth(),
        memory.lengthsFor(perStep),
        memory.mode.hasDropout() ? spec.probability() : 0,
        memory.scalars.seed(),
        layer.number(),
        memory.scalars.run(),
        memory.address(from),
        memory.address(to));
  }

  @Override
  public String explain() {
    return "own " + CpuKernels.instructionSet() + " kernel: Philox mask drawn as it is used";
  }
}
