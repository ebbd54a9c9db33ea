package io.carousel.cpu;

import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;

/**
 * One direction of a recurrent layer over packed rows ({@link CpuRows}): one product for W x of all
 * valid steps, then a product with R and a pointwise kernel per step, for the sequences that have
 * it. What is not valid is never computed, and a length of 0 needs no special case.
 */
final class CpuPackedDirection {
  private final CpuMemory memory;
  private final LayerInstance layer;
  private final RecurrentSpec spec;
  private final LayerPorts ports;
  private final int direction;
  private final boolean readsBackward;
  private final int sequences;
  private final int hidden;
  private final int gateWidth;
  private final int inputWidth;
  private final int outputWidth;
  private final CpuGemm gemm = new CpuGemm();
  private final CpuStep step = new CpuStep();
  private final CpuRecurrentProduct recurrent;
  private final Buffer inputBuffer;
  private final Buffer gateBuffer;
  private final Buffer productBuffer;
  private final Buffer hBuffer;
  private final Buffer cBuffer;
  private final Buffer dhBuffer;
  private final Buffer dcBuffer;
  private final Buffer previousBuffer;
  private CpuCell cell;
  private CpuTensors input;
  private CpuTensors bias;
  private CpuTensors recurrentBias;
  private long x;
  private long gates;
  private long h;
  private long c;
  private long dh;
  private long dc;
  private long previous;

  CpuPackedDirection(
      CpuMemory memory, LayerInstance layer, RecurrentSpec spec, LayerPorts ports, int direction) {
    this.memory = memory;
    this.layer = layer;
    this.spec = spec;
    this.ports = ports;
    this.direction = direction;
    readsBackward = spec.direction().readsBackward(direction);
    sequences = memory.shape.sequences();
    hidden = spec.hiddenSize();
    gateWidth = RecurrentLayout.rows(spec.cell(), hidden);
    inputWidth = layer.inputWidth();
    outputWidth = layer.outputWidth();
    long rows = (long) memory.shape.steps() * sequences;
    boolean backward = memory.mode.hasBackward();
    boolean lstm = spec.cell().hasCellState();
    recurrent = new CpuRecurrentProduct(memory, hidden, gateWidth);
    inputBuffer = activations(true, rows * inputWidth);
    gateBuffer = activations(true, rows * gateWidth);
    productBuffer = activations(spec.cell() == Cell.GRU, rows * gateWidth);
    hBuffer = activations(true, (sequences + rows) * hidden);
    cBuffer = activations(lstm, (sequences + rows) * hidden);
    dhBuffer = activations(backward, (sequences + rows) * hidden);
    dcBuffer = activations(backward && lstm, (long) sequences * hidden);
    previousBuffer = activations(backward, rows * hidden);
  }

  private Buffer activations(boolean exists, long elements) {
    return exists ? memory.buffer(Region.ACTIVATIONS, elements) : null;
  }

  void bind() {
    x = memory.address(inputBuffer);
    gates = memory.address(gateBuffer);
    h = memory.address(hBuffer);
    c = memory.address(cBuffer);
    dh = memory.address(dhBuffer);
    dc = memory.address(dcBuffer);
    previous = memory.address(previousBuffer);
    input = tensors(RecurrentLayout.INPUT_WEIGHTS);
    recurrent.bind(layer, direction);
    bias = tensors(RecurrentLayout.BIAS);
    recurrentBias = spec.cell().hasRecurrentBias() ? tensors(RecurrentLayout.RECURRENT_BIAS) : null;
    cell =
        switch (spec.cell()) {
          case LSTM -> new CpuLstm(recurrent, bias, hidden, gates, dc);
          case GRU ->
              new CpuGru(recurrent, bias, recurrentBias, hidden, memory.address(productBuffer));
          case RNN_TANH -> new CpuRnn(recurrent, bias, CpuKernels.TANH, hidden, gates);
          case RNN_RELU -> new CpuRnn(recurrent, bias, CpuKernels.RELU, hidden, gates);
        };
  }

  private CpuTensors tensors(String name) {
    return CpuTensors.of(memory.parameters, layer, direction, name);
  }

  /** Writes this direction's half of y, past the lengths nothing; hT and cT. */
  void forward() {
    recurrent.refresh();
    CpuRows rows = memory.rows;
    StatePorts state = ports.state();
    CpuKernels.gatherRows(
        sequences, hidden, rows.sequenceOf(), state(state.h0()), hidden, h, hidden);
    if (c != 0) {
      CpuKernels.gatherRows(
          sequences, hidden, rows.sequenceOf(), state(state.c0()), hidden, c, hidden);
    }
    int valid = rows.rows();
    CpuKernels.gatherRows(
        valid,
        inputWidth,
        rows.places(readsBackward),
        memory.address(ports.x()),
        inputWidth,
        x,
        inputWidth);
    gemm.timesTransposed(
        valid, gateWidth, inputWidth, x, inputWidth, input.weights(), 0, gates, gateWidth);
    for (int s = 0; s < rows.longest(); s++) {
      enter(s);
      cell.forward(step);
    }
    CpuKernels.scatterRows(
        valid,
        hidden,
        rows.places(readsBackward),
        row(h, sequences, hidden),
        hidden,
        column(ports.y()),
        outputWidth);
    CpuKernels.gatherRows(sequences, hidden, rows.last(), h, hidden, state(state.hT()), hidden);
    if (c != 0) {
      CpuKernels.gatherRows(sequences, hidden, rows.last(), c, hidden, state(state.cT()), hidden);
    }
  }

  /**
   * Adds to the weights' gradient sums; overwrites dh0 and dc0; overwrites or adds to the valid
   * rows of dx.
   */
  void backward(boolean addToInput) {
    CpuRows rows = memory.rows;
    seed(rows);
    for (int s = rows.longest() - 1; s >= 0; s--) {
      enter(s);
      cell.backward(step);
    }
    StatePorts state = ports.state();
    CpuKernels.scatterRows(
        sequences, hidden, rows.sequenceOf(), dh, hidden, state(state.dh0()), hidden);
    if (dc != 0) {
      CpuKernels.scatterRows(
          sequences, hidden, rows.sequenceOf(), dc, hidden, state(state.dc0()), hidden);
    }
    addWeightGradients(rows);
    if (ports.dx() != null) {
      inputGradient(rows, addToInput);
    }
  }

  /** dh of every row is what comes from y, and from hT after the last; dc what comes from cT. */
  private void seed(CpuRows rows) {
    StatePorts state = ports.state();
    CpuKernels.zero((long) sequences * hidden * Float.BYTES, dh);
    CpuKernels.gatherRows(
        rows.rows(),
        hidden,
        rows.places(readsBackward),
        column(ports.dy()),
        outputWidth,
        row(dh, sequences, hidden),
        hidden);
    CpuKernels.scatterAddRows(
        sequences, hidden, rows.last(), state(state.dhT()), hidden, dh, hidden);
    if (dc != 0) {
      CpuKernels.gatherRows(
          sequences, hidden, rows.sequenceOf(), state(state.dcT()), hidden, dc, hidden);
    }
  }

  private void addWeightGradients(CpuRows rows) {
    int valid = rows.rows();
    CpuKernels.gatherRows(valid, hidden, rows.previous(), h, hidden, previous, hidden);
    gemm.addOuter(valid, gateWidth, inputWidth, gates, gateWidth, x, inputWidth, input.gradient());
    long sums = cell.recurrentGradients();
    recurrent.addGradient(valid, sums, previous);
    CpuKernels.columnSumsAdd(valid, gateWidth, gates, gateWidth, bias.gradient());
    if (recurrentBias != null) {
      int candidate = RecurrentLayout.gateRow(Cell.GRU, "n", hidden);
      CpuKernels.columnSumsAdd(
          valid, hidden, row(sums, candidate, 1), gateWidth, recurrentBias.gradient());
    }
  }

  /** The packed input is needed no more, so its room takes dx before it is spread. */
  private void inputGradient(CpuRows rows, boolean add) {
    int valid = rows.rows();
    long dx = memory.address(ports.dx());
    gemm.times(valid, gateWidth, inputWidth, gates, gateWidth, input.weights(), 0, x, inputWidth);
    if (add) {
      CpuKernels.scatterAddRows(
          valid, inputWidth, rows.places(readsBackward), x, inputWidth, dx, inputWidth);
    } else {
      CpuKernels.scatterRows(
          valid, inputWidth, rows.places(readsBackward), x, inputWidth, dx, inputWidth);
    }
  }

  /** Points the step at number s in the order of reading. */
  private void enter(int s) {
    CpuRows rows = memory.rows;
    int first = rows.firstRow(s);
    int now = sequences + first;
    int before = s == 0 ? 0 : sequences + rows.firstRow(s - 1);
    step.n = rows.active(s);
    step.firstRow = first;
    step.gates = row(gates, first, gateWidth);
    step.h = row(h, now, hidden);
    step.hPrevious = row(h, before, hidden);
    step.c = row(c, now, hidden);
    step.cPrevious = row(c, before, hidden);
    step.dh = row(dh, now, hidden);
    step.dhPrevious = row(dh, before, hidden);
  }

  private static long row(long block, int row, int width) {
    return block + (long) row * width * Float.BYTES;
  }

  /** Where this direction's half of the output's first row starts. */
  private long column(Buffer buffer) {
    return row(memory.address(buffer), direction, hidden);
  }

  /** This direction's part of a carried state [D, N, H]. */
  private long state(Buffer buffer) {
    return row(memory.address(buffer), direction * sequences, hidden);
  }
}
