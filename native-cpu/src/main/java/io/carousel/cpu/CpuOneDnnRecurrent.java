package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.LayerPorts;

/**
 * A recurrent layer on oneDNN's RNN primitives, one per direction. They know no lengths, so every
 * sequence must have all steps.
 */
final class CpuOneDnnRecurrent extends CpuLayer implements AutoCloseable {
  private final LayerPorts ports;
  private final int inputWidth;
  private final int hidden;
  private final String kind;
  private final String onThreads;
  private final CpuOneDnnDirection[] directions;

  CpuOneDnnRecurrent(
      CpuBackend backend,
      CpuMemory memory,
      int threads,
      LayerInstance layer,
      RecurrentSpec spec,
      LayerPorts ports) {
    super(memory, threads);
    this.ports = ports;
    inputWidth = layer.inputWidth();
    hidden = spec.hiddenSize();
    kind = spec.cell().label();
    onThreads = CpuRecurrent.explainThreads(threads);
    directions = new CpuOneDnnDirection[spec.direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new CpuOneDnnDirection(backend, memory, layer, spec, ports, d);
    }
  }

  /** Why this cannot run a plan, or null if it can. */
  static String refuses(CpuMemory memory) {
    return memory.shape.ragged() ? "it knows no lengths" : null;
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
    return "oneDNN " + kind + " primitive: " + directions[0].explain() + onThreads;
  }

  @Override
  public void close() {
    for (CpuOneDnnDirection direction : directions) {
      direction.close();
    }
  }
}
