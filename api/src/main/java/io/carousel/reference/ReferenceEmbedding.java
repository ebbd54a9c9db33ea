package io.carousel.reference;

import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.spi.LayerPorts;

/** y_t is the row of W whose number is the token x_t. */
final class ReferenceEmbedding extends ReferenceLayer {
  private final int width;
  private final ReferenceRows x;
  private final ReferenceRows y;
  private final ReferenceRows dy;
  private final ReferenceWeights weights;

  ReferenceEmbedding(ReferenceMemory memory, LayerInstance layer, LayerPorts ports) {
    super(memory, "embedding");
    width = layer.outputWidth();
    x = memory.rows("x", ports.x(), true, 1);
    y = memory.rows("y", ports.y(), true, width);
    dy = memory.rows("dy", ports.dy(), true, width);
    Tensor w = memory.parameters.layout().tensor(layer.name() + ".W");
    weights = new ReferenceWeights(memory, w, w);
  }

  /** y_t = W_token. */
  @Override
  void forward(int n) {
    for (int t = 0; t < memory.lengths[n]; t++) {
      System.arraycopy(weights.weights, row(t, n), memory.values, y.row(t, n), width);
    }
    y.zero(memory.values, 0, memory.lengths[n], n);
  }

  /**
   * dW_token += dy_t. Only rows that occur are touched; a row that occurs twice is added to the
   * sums at its first occurrence and is zero at the second.
   */
  @Override
  void backward(int n) {
    for (int t = 0; t < memory.lengths[n]; t++) {
      int dw = row(t, n) - weights.first;
      for (int k = 0; k < width; k++) {
        weights.gradient[dw + k] += memory.values[dy.row(t, n) + k];
      }
    }
    for (int t = 0; t < memory.lengths[n]; t++) {
      weights.add(row(t, n), width);
    }
  }

  /** The index in the block of the row that the token selects. */
  private int row(int t, int n) {
    int token = (int) memory.values[x.row(t, n)];
    return weights.first + token * width;
  }
}
