package io.carousel.gpu;

import io.carousel.bindings.cuda.CublasGemm;
import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Region;

/** y = activation(W x + b), all rows in one product; those past lengths are zero. */
final class GpuDense extends GpuLayer {
  private static final int COLUMNS_PER_TILE = 32;
  private static final int SUM_THREADS = 256;
  private static final int ROWS_PER_CHUNK = 64;
  private static final int MOST_CHUNKS = 256;

  private final LayerInstance layer;
  private final LayerPorts ports;
  private final boolean perStep;
  private final int rows;
  private final int columns;
  private final int units;
  private final int activation;
  private final int chunks;
  private final GpuOperand x;
  private final GpuOperand weights;
  private final GpuOperand dy;
  private final Buffer partials;

  GpuDense(GpuMemory memory, LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    super(memory);
    this.layer = layer;
    this.ports = ports;
    perStep = layer.inputPerStep();
    rows = perStep ? steps * sequences : sequences;
    columns = layer.inputWidth();
    units = spec.units();
    activation =
        switch (spec.activation()) {
          case NONE -> 0;
          case RELU -> 1;
          case TANH -> 2;
          case SIGMOID -> 3;
        };
    chunks = Math.max(1, Math.min(MOST_CHUNKS, rows / ROWS_PER_CHUNK));
    x = operand(Region.ACTIVATIONS, columns);
    weights = new GpuOperand(memory, Region.ACTIVATIONS, 1, units, columns);
    boolean backward = memory.mode.hasBackward();
    dy = backward ? operand(Region.GRADIENTS, units) : null;
    partials = backward ? memory.buffer(Region.GRADIENTS, (long) units * chunks) : null;
  }

  private GpuOperand operand(Region region, int width) {
    return new GpuOperand(memory, region, perStep ? steps : 1, sequences, width);
  }

  private long tensor(Block block, String name) {
    Tensor tensor = memory.parameters.layout().tensor(layer.name() + name);
    return memory.parameters.address(block, tensor);
  }

  @Override
  void prepare() {
    GpuWork packing = new GpuWork();
    weights.narrow(packing, tensor(Block.WEIGHTS, ".W"), 0);
    packing.tasks().forEach(memory::pack);
  }

  /** What stands past lengths in x may be anything, but its products are overwritten. */
  @Override
  void bindForward(GpuWork work) {
    long lengths = memory.lengthsFor(perStep);
    long wideX = memory.address(ports.x());
    x.narrow(work, wideX, lengths);
    long y = memory.address(ports.y());
    work.add(
        gemm(
            false,
            true,
            rows,
            units,
            columns,
            x.address(wideX),
            columns,
            weights.address(tensor(Block.WEIGHTS, ".W")),
            columns,
            0,
            y));
    work.add(
        shape(memory.kernel("denseForward").integer(activation))
            .pointer(lengths)
            .pointer(tensor(Block.WEIGHTS, ".b"))
            .pointer(y)
            .over((long) rows * units));
  }

  /** dy becomes the gradient of the sums in place; then dW, db and dx. */
  @Override
  void bindBackward(GpuWork work) {
    long lengths = memory.lengthsFor(perStep);
    long wideX = memory.address(ports.x());
    long wideDy = memory.address(ports.dy());
    bindActivation(work, lengths, wideDy);
    dy.narrow(work, wideDy, 0);
    if (lengths != 0 && !memory.arithmetic.narrow()) { // zero times NaN would be NaN
      work.add(
          shape(memory.kernel("zeroPast"), columns)
              .pointer(lengths)
              .pointer(wideX)
              .over((long) rows * columns));
    }
    work.add(
        gemm(
            true,
            false,
            units,
            columns,
            rows,
            dy.address(wideDy),
            units,
            x.address(wideX),
            columns,
            1,
            tensor(Block.GRADIENTS, ".W")));
    if (ports.dx() != null) {
      work.add(
          gemm(
              false,
              false,
              rows,
              columns,
              units,
              dy.address(wideDy),
              units,
              weights.address(tensor(Block.WEIGHTS, ".W")),
              columns,
              0,
              memory.address(ports.dx())));
    }
  }

  private void bindActivation(GpuWork work, long lengths, long wideDy) {
    int tiles = (units + COLUMNS_PER_TILE - 1) / COLUMNS_PER_TILE;
    work.add(
        shape(memory.kernel("denseBackward").integer(activation))
            .pointer(lengths)
            .integer(chunks)
            .pointer(memory.address(ports.y()))
            .pointer(wideDy)
            .pointer(memory.address(partials))
            .on(chunks * tiles, SUM_THREADS));
    work.add(
        memory
            .kernel("columnSumsFinish")
            .integer(chunks)
            .integer(units)
            .pointer(memory.address(partials))
            .pointer(tensor(Block.GRADIENTS, ".b"))
            .over((long) units * COLUMNS_PER_TILE));
  }

  private GpuLaunch shape(GpuLaunch launch) {
    return shape(launch, units);
  }

  private GpuLaunch shape(GpuLaunch launch, int width) {
    return launch.integer(perStep ? steps : 1).integer(sequences).integer(width);
  }

  /** C = op(A) op(B) + beta C, where C is float32 and its rows have n numbers. */
  private GpuTask gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      long a,
      int lda,
      long b,
      int ldb,
      float beta,
      long c) {
    CublasGemm product =
        memory.own(
            CublasGemm.of(
                memory.backend.blas(memory.arithmetic.math()),
                transposeA,
                transposeB,
                m,
                n,
                k,
                1,
                a,
                lda,
                b,
                ldb,
                beta,
                c,
                n,
                memory.arithmetic.type()));
    return product::run;
  }

  @Override
  public String explain() {
    return "cuBLAS in " + memory.arithmetic.label() + ", bias and activation by own kernels";
  }
}
