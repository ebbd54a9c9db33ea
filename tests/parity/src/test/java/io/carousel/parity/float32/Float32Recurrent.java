package io.carousel.parity.float32;

import static io.carousel.parity.float32.Float32Math.put;
import static io.carousel.parity.float32.Float32Math.row;

import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.Arrays;

/** A recurrent layer, sequence by sequence, in float. */
final class Float32Recurrent implements LayerKernel {
  private final Float32Memory memory;
  private final RecurrentSpec spec;
  private final LayerPorts ports;
  private final int hidden;
  private final int inputs;
  private final int rows;
  private final Float32Math math;
  private final Float32Cell cell;
  private final int[][] tensors;
  private final Float32Step[][][] kept;
  private float[] block;

  Float32Recurrent(Float32Memory memory, LayerInstance layer, LayerPorts ports) {
    this.memory = memory;
    this.ports = ports;
    spec = (RecurrentSpec) layer.spec();
    hidden = spec.hiddenSize();
    inputs = layer.inputWidth();
    rows = RecurrentLayout.rows(spec.cell(), hidden);
    math = new Float32Math(memory.fault, memory.rounding);
    cell = new Float32Cell(spec.cell(), hidden, math, memory.rounding);
    int directions = spec.direction().count();
    tensors = new int[directions][];
    for (int d = 0; d < directions; d++) {
      tensors[d] = offsets(layer, d);
    }
    kept = new Float32Step[directions][memory.shape.sequences()][memory.shape.steps()];
  }

  /** W, R, b and rb. */
  private int[] offsets(LayerInstance layer, int d) {
    int[] offsets = new int[4];
    String[] names = {"W", "R", "b", "rb"};
    for (int i = 0; i < (spec.cell() == Cell.GRU ? 4 : 3); i++) {
      String name = RecurrentLayout.tensorName(layer, d, names[i]);
      offsets[i] = (int) memory.parameters.layout().tensor(name).offset();
    }
    return offsets;
  }

  @Override
  public Kernel forward() {
    return this::runForward;
  }

  @Override
  public Kernel backward() {
    return this::runBackward;
  }

  @Override
  public String explain() {
    return "plain float";
  }

  private float[] block() {
    float[] weights = memory.weights().clone();
    for (int[] at : tensors) {
      if (memory.fault == Fault.GATES_SWAPPED && spec.cell().gates().size() > 1) {
        swap(weights, at[0], hidden * inputs);
        swap(weights, at[1], hidden * hidden);
        swap(weights, at[2], hidden);
      } else if (memory.fault == Fault.FORGET_BIAS_FORGOTTEN && spec.cell() == Cell.LSTM) {
        Arrays.fill(weights, at[2] + hidden, at[2] + 2 * hidden, 0);
      }
    }
    return weights;
  }

  private static void swap(float[] weights, int from, int count) {
    float[] first = Arrays.copyOfRange(weights, from, from + count);
    System.arraycopy(weights, from + count, weights, from, count);
    System.arraycopy(first, 0, weights, from + count, count);
  }

  private int length(int n) {
    int[] lengths = memory.lengths;
    boolean first = true;
    for (int k = 0; k < n; k++) {
      first &= lengths[k] == memory.shape.steps();
    }
    return memory.fault == Fault.LENGTH_IGNORED && first ? memory.shape.steps() : lengths[n];
  }

  private int time(int d, int n, int s) {
    int end = memory.fault == Fault.BACKWARD_FROM_PADDING ? memory.shape.steps() : length(n);
    return spec.direction().readsBackward(d) ? end - 1 - s : s;
  }

  private void runForward() {
    block = block();
    float[] x = memory.read(ports.x());
    float[] y = new float[(int) ports.y().count()];
    float[] h = memory.read(ports.state().h0());
    float[] c = memory.read(ports.state().c0());
    for (int d = 0; d < kept.length; d++) {
      for (int n = 0; n < memory.shape.sequences(); n++) {
        runForward(d, n, x, y, h, c);
      }
    }
    memory.write(ports.y(), y);
    memory.write(ports.state().hT(), h);
    memory.write(ports.state().cT(), c);
  }

  /** h and c hold the first states and afterwards the last. */
  private void runForward(int d, int n, float[] x, float[] y, float[] h, float[] c) {
    int state = d * memory.shape.sequences() + n;
    boolean lost = memory.fault == Fault.STATE_LOST;
    float[] hNow = lost ? new float[hidden] : row(h, state, hidden);
    float[] cNow = c == null || lost ? new float[hidden] : row(c, state, hidden);
    for (int s = 0; s < length(n); s++) {
      int t = memory.row(time(d, n, s), n);
      Float32Step at = step(d, row(x, t, inputs), hNow, cNow);
      if (memory.fault == Fault.STEP_DROPPED && s == 1) {
        at.h = hNow;
        at.c = cNow;
      }
      kept[d][n][s] = at;
      hNow = at.h;
      cNow = at.c;
      put(y, t * kept.length + d, hidden, hNow);
    }
    spoilPadding(d, n, y, hNow);
    boolean emptied = memory.fault == Fault.EMPTY_STATE_ZEROED && length(n) == 0;
    put(h, state, hidden, emptied ? new float[hidden] : hNow);
    if (c != null) {
      put(c, state, hidden, cNow);
    }
  }

  private void spoilPadding(int d, int n, float[] y, float[] h) {
    if (memory.fault == Fault.PADDING_NOT_ZEROED && length(n) < memory.shape.steps()) {
      put(y, memory.row(length(n), n) * kept.length + d, hidden, h);
    }
  }

  private Float32Step step(int d, float[] x, float[] h, float[] c) {
    Float32Step at = new Float32Step();
    at.x = x;
    at.hPrevious = h;
    at.cPrevious = c;
    float[] wx = math.product(block, tensors[d][0], rows, x);
    math.add(wx, 0, Arrays.copyOfRange(block, tensors[d][2], tensors[d][2] + rows));
    float[] rh = math.product(block, tensors[d][1], rows, h);
    if (spec.cell() == Cell.GRU) {
      int bias = tensors[d][3];
      math.add(rh, 2 * hidden, Arrays.copyOfRange(block, bias, bias + hidden));
    }
    memory.rounding.keep(wx);
    memory.rounding.keep(rh);
    cell.forward(at, wx, rh);
    if (memory.fault == Fault.RESET_BEFORE_PRODUCT && spec.cell() == Cell.GRU) {
      resetFirst(d, at, wx);
    }
    return at;
  }

  /** n = tanh(W_n x + b_n + R_n (r h') + rb), as Keras had it once. */
  private void resetFirst(int d, Float32Step at, float[] wx) {
    float[] reset = at.hPrevious.clone();
    for (int j = 0; j < hidden; j++) {
      reset[j] *= at.gates[j];
    }
    float[] rh = math.product(block, tensors[d][1] + 2 * hidden * hidden, hidden, reset);
    for (int j = 0; j < hidden; j++) {
      float z = at.gates[hidden + j];
      float n = math.tanh(wx[2 * hidden + j] + rh[j] + block[tensors[d][3] + j]);
      at.h[j] = (1 - z) * n + z * at.hPrevious[j];
    }
  }

  private void runBackward() {
    float[] dx = ports.dx() == null ? null : new float[(int) ports.dx().count()];
    float[] dy = memory.read(ports.dy());
    float[] dh = memory.read(ports.state().dhT());
    float[] dc = memory.read(ports.state().dcT());
    if (dc != null && memory.fault == Fault.CELL_GRADIENT_LOST) {
      Arrays.fill(dc, 0);
    }
    float[] gradient = startOfGradient();
    for (int d = 0; d < kept.length; d++) {
      for (int n = 0; n < memory.shape.sequences(); n++) {
        runBackward(new Place(d, n), new Gradients(dx, dy, dh, dc, gradient));
      }
    }
    memory.write(ports.dx(), dx);
    memory.write(ports.state().dh0(), dh);
    memory.write(ports.state().dc0(), dc);
    memory.gradients(gradient);
  }

  private float[] startOfGradient() {
    float[] gradient = memory.gradients();
    if (memory.fault == Fault.GRADIENT_OVERWRITTEN) {
      int end = tensors[kept.length - 1][1] + rows * hidden;
      Arrays.fill(gradient, tensors[0][0], end, 0);
    }
    return gradient;
  }

  private record Place(int d, int n) {}

  @SuppressWarnings("ArrayRecordComponent") // five arrays that go together
  private record Gradients(float[] dx, float[] dy, float[] dh, float[] dc, float[] weights) {}

  private void runBackward(Place place, Gradients g) {
    int d = place.d();
    int n = place.n();
    int state = d * memory.shape.sequences() + n;
    float[] dh = row(g.dh(), state, hidden);
    float[] dc = g.dc() == null ? new float[hidden] : row(g.dc(), state, hidden);
    for (int s = length(n) - 1; s >= 0; s--) {
      int t = memory.row(time(d, n, s), n);
      math.add(dh, 0, row(g.dy(), t * kept.length + d, hidden));
      Float32Step at = kept[d][n][s];
      cell.backward(at, dh, dc);
      addWeights(d, at, g.weights());
      if (g.dx() != null) {
        float[] into = row(g.dx(), t, inputs);
        math.addTransposed(block, tensors[d][0], at.da, into);
        put(g.dx(), t, inputs, into);
      }
      math.addTransposed(block, tensors[d][1], at.dr, at.dhPrevious);
      dh = at.dhPrevious;
      dc = at.dcPrevious;
    }
    put(g.dh(), state, hidden, dh);
    if (g.dc() != null) {
      put(g.dc(), state, hidden, dc);
    }
  }

  private void addWeights(int d, Float32Step at, float[] weights) {
    math.addOuter(weights, tensors[d][0], at.da, at.x);
    math.addOuter(weights, tensors[d][1], scaled(at.dr), at.hPrevious);
    math.add(weights, tensors[d][2], at.da);
    if (spec.cell() == Cell.GRU) {
      float[] last = Arrays.copyOfRange(at.dr, 2 * hidden, 3 * hidden);
      math.add(weights, tensors[d][3], last);
    }
  }

  private float[] scaled(float[] dr) {
    if (memory.fault != Fault.GRADIENT_SCALED) {
      return dr;
    }
    float[] more = dr.clone();
    for (int i = 0; i < more.length; i++) {
      more[i] *= 1.01f;
    }
    return more;
  }
}
