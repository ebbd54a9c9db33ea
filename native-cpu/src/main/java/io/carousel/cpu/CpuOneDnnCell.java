package io.carousel.cpu;

import io.carousel.bindings.RnnCell;
import io.carousel.model.Cell;
import java.util.List;

/**
 * How oneDNN names and orders what a cell has.
 *
 * @param cell its primitive
 * @param gates our gate numbers in its order: it has the GRU's update gate before the reset gate
 * @param biasGates the rows of its bias; the GRU has a fourth, our rb
 */
record CpuOneDnnCell(RnnCell cell, List<Integer> gates, int biasGates) {
  static CpuOneDnnCell of(Cell cell) {
    return switch (cell) {
      case LSTM -> new CpuOneDnnCell(RnnCell.LSTM, List.of(0, 1, 2, 3), 4);
      case GRU -> new CpuOneDnnCell(RnnCell.LBR_GRU, List.of(1, 0, 2), 4);
      case RNN_TANH -> new CpuOneDnnCell(RnnCell.VANILLA_RNN_TANH, List.of(0), 1);
      case RNN_RELU -> new CpuOneDnnCell(RnnCell.VANILLA_RNN_RELU, List.of(0), 1);
    };
  }

  /** Whether its gates stand in our order, so that tensors can be used where they are. */
  boolean ordered() {
    for (int gate = 0; gate < gates.size(); gate++) {
      if (gates.get(gate) != gate) {
        return false;
      }
    }
    return true;
  }
}
