package io.carousel.plan;

/**
 * One LSTM layer that reads one feature, as the equations of the contract say: W, then R, then b.
 */
final class PlainLstm {
  private final int hidden;
  private final float[] series;

  PlainLstm(int hidden, float[] series) {
    this.hidden = hidden;
    this.series = series;
  }

  /** h of the last unit after the last step. */
  double lastOutput(double[] weights) {
    double[][] h = outputs(weights);
    return h[h.length - 1][hidden - 1];
  }

  /** The sum over the steps of the mean squared h: the loss against targets that are 0. */
  double loss(double[] weights) {
    double sum = 0;
    for (double[] h : outputs(weights)) {
      for (double value : h) {
        sum += value * value / hidden;
      }
    }
    return sum;
  }

  /** The derivative of the loss along a direction in the space of the weights. */
  double slope(double[] weights, double[] direction) {
    double step = 1e-6;
    double[] ahead = weights.clone();
    double[] behind = weights.clone();
    for (int i = 0; i < weights.length; i++) {
      ahead[i] += step * direction[i];
      behind[i] -= step * direction[i];
    }
    return (loss(ahead) - loss(behind)) / (2 * step);
  }

  /** h [T, H]. */
  private double[][] outputs(double[] weights) {
    double[][] outputs = new double[series.length][];
    double[] h = new double[hidden];
    double[] c = new double[hidden];
    for (int t = 0; t < series.length; t++) {
      double[] next = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        double i = sigmoid(sum(weights, j, series[t], h));
        double f = sigmoid(sum(weights, hidden + j, series[t], h));
        double g = Math.tanh(sum(weights, 2 * hidden + j, series[t], h));
        double o = sigmoid(sum(weights, 3 * hidden + j, series[t], h));
        c[j] = f * c[j] + i * g;
        next[j] = o * Math.tanh(c[j]);
      }
      h = next;
      outputs[t] = h;
    }
    return outputs;
  }

  private double sum(double[] weights, int row, double x, double[] h) {
    int recurrent = 4 * hidden;
    int bias = recurrent + 4 * hidden * hidden;
    double sum = weights[row] * x + weights[bias + row];
    for (int k = 0; k < hidden; k++) {
      sum += weights[recurrent + row * hidden + k] * h[k];
    }
    return sum;
  }

  private static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }
}
