package io.carousel.cpu;

import io.carousel.spi.LayerPorts;

/**
 * A recurrent layer on oneDNN's RNN primitives, one per direction. They know no lengths, so every
 * sequence must have all steps.
 */
final class CpuOneDnnRecurrent extends CpuLayer implements AutoCloseable {
  private final LayerPorts ports;
  private final int inputWidth;
  private final int hidden;
  private final CpuRecurrentTask task;
  private final String why;
  private final CpuOneDnnDirection[] directions;

  /**
   * The layer.
   *
   * @param why the choice, for the explanation
   */
  CpuOneDnnRecurrent(CpuRecurrentTask task, String why) {
    super(task.memory(), task.threads());
    this.task = task;
    this.why = why;
    ports = task.ports();
    inputWidth = task.layer().inputWidth();
    hidden = task.spec().hiddenSize();
    directions = new CpuOneDnnDirection[task.spec().direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] =
          new CpuOneDnnDirection(
              task.backend(), task.memory(), task.layer(), task.spec(), task.ports(), d);
    }
  }

  @Override
  void bind() {
    for (CpuOneDnnDirection direction : directions) {
      direction.bind();
    }
  }

  @Override
  void runForward() {
    for (int d = 0; d < directions.length; d++) {
      directions[d].runForward();
      if (directions.length > 1) {
        CpuKernels.scatterRows(
            steps * sequences,
            hidden,
            memory.rows.places(false),
            directions[d].output(),
            hidden,
            half(memory.address(ports.y()), d),
            directions.length * hidden);
      }
    }
  }

  @Override
  void runBackward() {
    for (int d = 0; d < directions.length; d++) {
      if (directions.length > 1) {
        CpuKernels.gatherRows(
            steps * sequences,
            hidden,
            memory.rows.places(false),
            half(memory.address(ports.dy()), d),
            directions.length * hidden,
            directions[d].outputGradient(),
            hidden);
      }
      directions[d].runBackward();
    }
    if (directions.length > 1 && ports.dx() != null) {
      long elements = (long) steps * sequences * inputWidth;
      long dx = memory.address(ports.dx());
      CpuKernels.copy(elements * Float.BYTES, directions[0].inputGradient(), dx);
      CpuKernels.add(elements, directions[1].inputGradient(), dx);
    }
  }

  private long half(long block, int direction) {
    return block + (long) direction * hidden * Float.BYTES;
  }

  @Override
  public String explain() {
    return "oneDNN "
        + task.spec().cell().label()
        + " primitive: "
        + directions[0].explain()
        + why
        + task.explainThreads();
  }

  @Override
  public void close() {
    for (CpuOneDnnDirection direction : directions) {
      direction.close();
    }
  }
}
