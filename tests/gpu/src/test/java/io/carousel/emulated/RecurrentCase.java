package io.carousel.emulated;

import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.RnnCell;
import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One recurrent layer with weights, input, states and gradients of its outputs, all of them numbers
 * that the type has. Rows of x and dy past a length are NaN.
 */
record RecurrentCase(
    RnnCell cell,
    boolean bidirectional,
    int width,
    int hidden,
    int steps,
    CudaType type,
    List<Integer> lengths) {

  static RecurrentCase of(
      RnnCell cell,
      boolean bidirectional,
      int width,
      int hidden,
      int steps,
      CudaType type,
      Integer... lengths) {
    return new RecurrentCase(cell, bidirectional, width, hidden, steps, type, List.of(lengths));
  }

  int directions() {
    return bidirectional ? 2 : 1;
  }

  int sequences() {
    return lengths.size();
  }

  int[] lengthArray() {
    return lengths.stream().mapToInt(Integer::intValue).toArray();
  }

  NetworkSpec network() {
    Cell kind = Cell.valueOf(cell.name());
    return bidirectional
        ? NetworkSpec.input(width).recurrent(kind, hidden, RecurrentOption.bidirectional())
        : NetworkSpec.input(width).recurrent(kind, hidden);
  }

  LayerInstance layer() {
    return network().instances().get(0);
  }

  ParameterLayout layout() {
    return ParameterLayout.of(network());
  }

  /** By name: weights, x, dy, h0, dhT, and with a cell state c0, dcT. */
  Map<String, double[]> given() {
    Random random = new Random(2026);
    Map<String, double[]> given = new LinkedHashMap<>();
    given.put("weights", numbers(random, (int) layout().size()));
    given.put("x", rows(random, width));
    given.put("dy", rows(random, directions() * hidden));
    int state = directions() * sequences() * hidden;
    given.put("h0", numbers(random, state));
    given.put("dhT", numbers(random, state));
    if (cell.hasCellState()) {
      given.put("c0", numbers(random, state));
      given.put("dcT", numbers(random, state));
    }
    return given;
  }

  private double[] numbers(Random random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Numbers.rounded(type, 1.6 * random.nextDouble() - 0.8);
    }
    return values;
  }

  private double[] rows(Random random, int columns) {
    double[] values = numbers(random, steps * sequences() * columns);
    for (int i = 0; i < values.length; i++) {
      values[i] = isValid(i, columns) ? values[i] : Double.NaN;
    }
    return values;
  }

  /** Whether an element of [T, N, columns] lies before its sequence's length. */
  boolean isValid(int element, int columns) {
    int row = element / columns;
    return row / sequences() < lengths.get(row % sequences());
  }

  @Override
  public String toString() {
    return cell
        + (bidirectional ? " both ways" : "")
        + " T="
        + steps
        + " I="
        + width
        + " H="
        + hidden
        + " "
        + type
        + " "
        + lengths;
  }
}
