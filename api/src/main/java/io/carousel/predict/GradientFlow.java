package io.carousel.predict;

import java.util.List;

/**
 * How strongly the loss depends on what a layer remembers at each time step. In a plain RNN the
 * numbers fall towards nothing on the way back from the end: its gradient vanishes. In an LSTM
 * whose forget gates stay open the cell state carries them.
 *
 * @param layers one entry per layer and direction, in the order in which they run
 */
public record GradientFlow(List<LayerFlow> layers) {
  public GradientFlow {
    layers = List.copyOf(layers);
  }

  /**
   * One layer in one direction.
   *
   * @param name such as {@code 0.lstm.0.forward}
   * @param hidden by time step t, the norm over all sequences and units of dLoss/dh_t over all
   *     paths, with the loss summed over the batch
   * @param cell the same of dLoss/dc_t; empty where there is no c
   */
  public record LayerFlow(String name, List<Double> hidden, List<Double> cell) {
    public LayerFlow {
      hidden = List.copyOf(hidden);
      cell = List.copyOf(cell);
    }

    /** The norm at the first time step divided by that at the last. */
    public double hiddenRatio() {
      return hidden.get(0) / hidden.get(hidden.size() - 1);
    }
  }
}
