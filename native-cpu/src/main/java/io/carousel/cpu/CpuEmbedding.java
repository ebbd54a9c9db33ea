package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.spi.LayerPorts;

/** Looks up a row of W for each token; backward adds rows in the order of the positions. */
final class CpuEmbedding extends CpuLayer {
  private final LayerInstance layer;
  private final LayerPorts ports;
  private CpuTensors table;

  CpuEmbedding(CpuMemory memory, LayerInstance layer, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.ports = ports;
  }

  @Override
  void bind() {
    table = CpuTensors.of(memory.parameters, layer.name() + ".W");
  }

  /** Tokens were checked when the slot was copied in. */
  @Override
  void runForward() {
    CpuKernels.embeddingForward(
        steps,
        sequences,
        layer.outputWidth(),
        layer.inputWidth(),
        memory.address(ports.x()),
        memory.lengthsFor(true),
        table.weights(),
        memory.address(ports.y()));
  }

  @Override
  void runBackward() {
    CpuKernels.embeddingBackward(
        steps,
        sequences,
        layer.outputWidth(),
        layer.inputWidth(),
        memory.address(ports.x()),
        memory.lengthsFor(true),
        memory.address(ports.dy()),
        table.gradient());
  }

  @Override
  public String explain() {
    return "own " + CpuKernels.instructionSet() + " kernels: gather, scatter-add in order";
  }
}
