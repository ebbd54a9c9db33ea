package io.carousel.reference;

import io.carousel.model.Direction;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recurrent layer: for each sequence, each direction and each step in the order of reading, one
 * step of its cell. What the cell computes is in {@link ReferenceLstm}, {@link ReferenceGru} and
 * {@link ReferenceRnn}.
 */
final class ReferenceRecurrent extends ReferenceLayer {
  private final Direction direction;
  private final int hidden;
  private final ReferenceRows x;
  private final ReferenceRows dx;
  private final ReferenceRows y;
  private final ReferenceRows dy;
  private final ReferenceDirection[] directions;
  private final Map<String, Buffer> internals = new LinkedHashMap<>();
  private final ReferenceRows saved;
  private final ReferenceStates h;
  private final ReferenceStates c;
  private final ReferenceStates dh;
  private final ReferenceStates dc;
  private final ReferenceStep step = new ReferenceStep();

  /** Binds the layer; c, dh and dc are null where the cell or the mode has none. */
  ReferenceRecurrent(
      ReferenceMemory memory, LayerInstance layer, RecurrentSpec spec, LayerPorts ports) {
    super(memory, spec.cell().label());
    direction = spec.direction();
    hidden = spec.hiddenSize();
    x = memory.rows("x", ports.x(), true, layer.inputWidth());
    dx = memory.rows("dx", ports.dx(), true, layer.inputWidth());
    y = memory.rows("y", ports.y(), true, layer.outputWidth());
    dy = memory.rows("dy", ports.dy(), true, layer.outputWidth());
    directions = new ReferenceDirection[direction.count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = ReferenceDirection.of(memory, layer, d);
    }
    saved = savedRows(directions[0].cell().saved());
    StatePorts state = ports.state();
    boolean cell = spec.cell().hasCellState();
    boolean backward = memory.mode.hasBackward();
    c = cell ? states("c", state.c0(), state.cT()) : null;
    h = states("h", state.h0(), state.hT());
    dh = backward ? states("dh", state.dh0(), state.dhT()) : null;
    dc = backward && cell ? states("dc", state.dc0(), state.dcT()) : null;
  }

  /** Room for the saved activations, [D, T, N, H] each, one behind the other. */
  private ReferenceRows savedRows(List<String> names) {
    int steps = memory.shape.steps();
    int sequences = memory.shape.sequences();
    Buffer first = null;
    for (String name : names) {
      Buffer buffer = internal(name);
      first = first == null ? buffer : first;
    }
    return new ReferenceRows(first == null ? 0 : (int) first.offset(), steps, sequences, hidden);
  }

  private Buffer internal(String name) {
    long rows = (long) directions.length * memory.shape.steps() * memory.shape.sequences();
    Buffer buffer = memory.buffer(Region.ACTIVATIONS, rows * hidden);
    internals.put(name, buffer);
    return buffer;
  }

  private ReferenceStates states(String name, Buffer before, Buffer after) {
    int steps = memory.shape.steps();
    int sequences = memory.shape.sequences();
    int count = directions.length;
    return new ReferenceStates(
        ReferenceRows.of(name, internal(name), count, steps, sequences, hidden),
        ReferenceRows.of(name + "0", before, 1, count, sequences, hidden),
        ReferenceRows.of(name + "T", after, 1, count, sequences, hidden));
  }

  @Override
  public Map<String, Buffer> internals() {
    return Map.copyOf(internals);
  }

  @Override
  void forward(int n) {
    y.zero(memory.values, 0, memory.lengths[n], n);
    for (int d = 0; d < directions.length; d++) {
      forward(d, n);
    }
  }

  /** h and c before the first step are h0 and c0; those after the last are hT and cT. */
  private void forward(int d, int n) {
    int length = memory.lengths[n];
    zeroPast(length, d, n);
    for (int s = 0; s < length; s++) {
      enter(d, n, s);
      directions[d].cell().forward(step);
      copy(step.h, y.row(time(d, n, s), n) + d * hidden);
    }
    int last = time(d, n, length - 1);
    copy(h.row(d, last, n), h.after().row(d, n));
    if (c != null) {
      copy(c.row(d, last, n), c.after().row(d, n));
    }
  }

  @Override
  void backward(int n) {
    if (dx != null) {
      dx.zero(memory.values, 0, 0, n);
    }
    for (int d = 0; d < directions.length; d++) {
      backward(d, n);
      directions[d].weights().add();
    }
  }

  /**
   * dh of a step is what comes from y and from the step that was read after it, or from hT; what is
   * left before the first step is dh0. The same holds for dc, without y.
   */
  private void backward(int d, int n) {
    int length = memory.lengths[n];
    int last = time(d, n, length - 1);
    copy(dh.after().row(d, n), dh.row(d, last, n));
    if (dc != null) {
      copy(dc.after().row(d, n), dc.row(d, last, n));
    }
    for (int s = length - 1; s >= 0; s--) {
      enter(d, n, s);
      enterBackward(d, n, s);
      addTo(step.dh, dy.row(time(d, n, s), n) + d * hidden);
      directions[d].cell().backward(step);
    }
  }

  /** The time step that is read as number s, or before the first if s is -1. */
  private int time(int d, int n, int s) {
    if (s < 0) {
      return ReferenceStates.BEFORE;
    }
    return direction.readsBackward(d) ? memory.lengths[n] - 1 - s : s;
  }

  /** Points the step at number s of the sequence. */
  private void enter(int d, int n, int s) {
    int t = time(d, n, s);
    int before = time(d, n, s - 1);
    step.values = memory.values;
    step.x = x.row(t, n);
    step.h = h.row(d, t, n);
    step.hPrevious = h.row(d, before, n);
    step.saved = saved.row(d, t, n);
    step.savedStride = directions.length * saved.blockSize();
    if (c != null) {
      step.c = c.row(d, t, n);
      step.cPrevious = c.row(d, before, n);
    }
  }

  /** Points the gradients there too; dh' is zero until the cell adds to it. */
  private void enterBackward(int d, int n, int s) {
    int t = time(d, n, s);
    int before = time(d, n, s - 1);
    step.dx = dx == null ? ReferenceLinear.NONE : dx.row(t, n);
    step.dh = dh.row(d, t, n);
    step.dhPrevious = dh.row(d, before, n);
    for (int j = 0; j < hidden; j++) {
      memory.values[step.dhPrevious + j] = 0;
    }
    if (dc != null) {
      step.dc = dc.row(d, t, n);
      step.dcPrevious = dc.row(d, before, n);
    }
  }

  /** What can be looked at is zero past the length. */
  private void zeroPast(int length, int d, int n) {
    for (int k = 0; k < directions[d].cell().saved().size(); k++) {
      saved.zero(memory.values, k * directions.length + d, length, n);
    }
    zeroPast(h, length, d, n);
    zeroPast(c, length, d, n);
    zeroPast(dh, length, d, n);
    zeroPast(dc, length, d, n);
  }

  private void zeroPast(ReferenceStates states, int length, int d, int n) {
    if (states != null) {
      states.steps().zero(memory.values, d, length, n);
    }
  }

  private void copy(int from, int to) {
    System.arraycopy(memory.values, from, memory.values, to, hidden);
  }

  private void addTo(int to, int from) {
    for (int j = 0; j < hidden; j++) {
      memory.values[to + j] += memory.values[from + j];
    }
  }
}
