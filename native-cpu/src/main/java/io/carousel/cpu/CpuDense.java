package io.carousel.cpu;

import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;

/**
 * y = activation(W x + b). On ragged steps the valid rows are packed first, so that padding costs
 * nothing.
 */
final class CpuDense extends CpuLayer {
  private final LayerInstance layer;
  private final LayerPorts ports;
  private final int columns;
  private final int units;
  private final int activation;
  private final boolean packed;
  private final Buffer packedX;
  private final Buffer packedY;
  private final Buffer packedDy;
  private final CpuGemm gemm = new CpuGemm();
  private CpuTensors matrix;
  private CpuTensors bias;
  private long x;
  private long y;
  private long dy;
  private long dx;

  CpuDense(CpuMemory memory, LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.ports = ports;
    columns = layer.inputWidth();
    units = spec.units();
    activation =
        switch (spec.activation()) {
          case NONE -> CpuKernels.NONE;
          case RELU -> CpuKernels.RELU;
          case TANH -> CpuKernels.TANH;
          case SIGMOID -> CpuKernels.SIGMOID;
        };
    packed = layer.inputPerStep() && memory.shape.ragged();
    long rows = (long) steps * sequences;
    boolean backward = memory.mode.hasBackward();
    packedX = packed ? memory.buffer(Region.ACTIVATIONS, rows * columns) : null;
    packedY = packed ? memory.buffer(Region.ACTIVATIONS, rows * units) : null;
    packedDy = packed && backward ? memory.buffer(Region.GRADIENTS, rows * units) : null;
  }

  @Override
  void bind() {
    matrix = CpuTensors.of(memory.parameters, layer.name() + ".W");
    bias = CpuTensors.of(memory.parameters, layer.name() + ".b");
    x = memory.address(packed ? packedX : ports.x());
    y = memory.address(packed ? packedY : ports.y());
    dy = memory.address(packed ? packedDy : ports.dy());
    dx = ports.dx() == null ? 0 : packed ? x : memory.address(ports.dx());
  }

  private int rows() {
    if (packed) {
      return memory.rows.rows();
    }
    return layer.inputPerStep() ? memory.shape.positions() : sequences;
  }

  @Override
  void runForward() {
    int rows = rows();
    if (packed) {
      gather(ports.x(), x, columns);
    }
    gemm.timesTransposed(rows, units, columns, x, columns, matrix.weights(), 0, y, units);
    CpuKernels.denseForward(activation, rows, units, bias.weights(), y, units);
    if (packed) {
      scatter(y, ports.y(), units);
    }
  }

  /** dy becomes the gradient of the sums in place; packed x is needed no more after dW. */
  @Override
  void runBackward() {
    int rows = rows();
    if (packed) {
      gather(ports.dy(), dy, units);
    }
    CpuKernels.denseBackward(activation, rows, units, y, units, dy, units);
    gemm.addOuter(rows, units, columns, dy, units, x, columns, matrix.gradient());
    CpuKernels.columnSumsAdd(rows, units, dy, units, bias.gradient());
    if (dx != 0) {
      gemm.times(rows, units, columns, dy, units, matrix.weights(), 0, dx, columns);
      if (packed) {
        scatter(dx, ports.dx(), columns);
      }
    }
  }

  private void gather(Buffer from, long to, int width) {
    CpuKernels.gatherRows(
        memory.rows.rows(),
        width,
        memory.rows.places(false),
        memory.address(from),
        width,
        to,
        width);
  }

  private void scatter(long from, Buffer to, int width) {
    CpuKernels.zeroPast(steps, sequences, width, memory.lengthsFor(true), memory.address(to));
    CpuKernels.scatterRows(
        memory.rows.rows(),
        width,
        memory.rows.places(false),
        from,
        width,
        memory.address(to),
        width);
  }

  @Override
  public String explain() {
    return "oneDNN sgemm and own " + CpuKernels.instructionSet() + " kernels";
  }
}
