package io.carousel.reference;

/** W x + b, one row of W at a time; b may be absent. */
final class ReferenceLinear {
  /** Says that there is no bias, or that nobody needs dx. */
  static final int NONE = -1;

  private final double[] weights;
  private final double[] gradient;
  private final int first;
  private final int matrix;
  private final int columns;
  private final int bias;

  /**
   * A matrix and a bias at their indices in the network's block.
   *
   * @param bias or {@link #NONE}
   */
  ReferenceLinear(ReferenceWeights layer, long matrix, int columns, long bias) {
    this.weights = layer.weights;
    this.gradient = layer.gradient;
    this.first = layer.first;
    this.matrix = (int) matrix;
    this.columns = columns;
    this.bias = (int) bias;
  }

  /** a = b_row + sum_k W_row,k x_k. */
  double forward(int row, double[] values, int x) {
    double sum = bias == NONE ? 0 : weights[bias + row];
    int w = matrix + row * columns;
    for (int k = 0; k < columns; k++) {
      sum += weights[w + k] * values[x + k];
    }
    return sum;
  }

  /** From da: db_row += da; dW_row,k += da x_k; dx_k += da W_row,k. */
  void backward(int row, double da, double[] values, int x, int dx) {
    if (bias != NONE) {
      gradient[bias - first + row] += da;
    }
    int w = matrix + row * columns;
    int dw = w - first;
    for (int k = 0; k < columns; k++) {
      gradient[dw + k] += da * values[x + k];
    }
    if (dx != NONE) {
      for (int k = 0; k < columns; k++) {
        values[dx + k] += da * weights[w + k];
      }
    }
  }
}
