package io.carousel.cpu;

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
   * @param why the choice, for the explanation
   */
  CpuPackedRecurrent(CpuRecurrentTask task, String why) {
    super(task.memory(), task.threads());
    ports = task.ports();
    inputWidth = task.layer().inputWidth();
    outputWidth = task.layer().outputWidth();
    explanation =
        "packed "
            + task.spec().cell().label()
            + ": oneDNN sgemm and own "
            + CpuKernels.instructionSet()
            + " kernels on valid steps only"
            + why
            + "; same bits for the same number of threads"
            + task.explainThreads();
    directions = new CpuPackedDirection[task.spec().direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new CpuPackedDirection(memory, task.layer(), task.spec(), ports, d);
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
    zeroPadding(outputWidth, memory.address(ports.y()));
    for (CpuPackedDirection direction : directions) {
      direction.forward();
    }
  }

  private void zeroPadding(int width, long rows) {
    if (memory.shape.ragged()) {
      CpuKernels.zeroPast(steps, sequences, width, memory.lengthsFor(true), rows);
    }
  }

  @Override
  void runBackward() {
    if (ports.dx() != null) {
      zeroPadding(inputWidth, memory.address(ports.dx()));
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
