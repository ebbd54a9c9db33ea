package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerPorts;

/**
 * A recurrent layer over packed rows: exact for every pattern of lengths, at no cost for padding.
 */
final class CpuPackedRecurrent extends CpuLayer {
  private final LayerPorts ports;
  private final int inputWidth;
  private final int outputWidth;
  private final String explanation;
  private final CpuPackedDirection[] directions;

  /**
   * The layer.
   *
   * @param refused why no faster implementation was chosen
   */
  CpuPackedRecurrent(
      CpuMemory memory,
      int threads,
      LayerInstance layer,
      RecurrentSpec spec,
      LayerPorts ports,
      String refused) {
    super(memory, threads);
    this.ports = ports;
    this.inputWidth = layer.inputWidth();
    this.outputWidth = layer.outputWidth();
    this.explanation =
        "packed "
            + spec.cell().label()
            + ": oneDNN sgemm and own "
            + CpuKernels.instructionSet()
            + " kernels on valid steps only; not oneDNN's primitive: "
            + refused
            + "; same bits for the same number of threads"
            + CpuRecurrent.explainThreads(threads);
    directions = new CpuPackedDirection[spec.direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new CpuPackedDirection(memory, layer, spec, ports, d);
    }
  }

  @Override
  void bind() {
    for (CpuPackedDirection direction : directions) {
      direction.bind();
    }
  }

  @Override
  void runForward() {
    CpuKernels.zeroPast(
        steps, sequences, outputWidth, memory.lengthsFor(true), memory.address(ports.y()));
    for (CpuPackedDirection direction : directions) {
      direction.forward();
    }
  }

  @Override
  void runBackward() {
    if (ports.dx() != null) {
      CpuKernels.zeroPast(
          steps, sequences, inputWidth, memory.lengthsFor(true), memory.address(ports.dx()));
    }
    for (int d = 0; d < directions.length; d++) {
      directions[d].backward(d > 0);
    }
  }

  @Override
  public String explain() {
    return explanation;
  }
}
