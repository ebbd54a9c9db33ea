package io.carousel.parity;

import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;

/**
 * Random numbers and weights that float32 holds exactly, so that both sides start from the same
 * ones.
 */
final class Numbers {
  private static final long SEED = 20260;

  /** The spectral norm of each gate's R: above 1, as training leaves it. */
  private static final double RECURRENT_NORM = 1.2;

  private static final int POWER_STEPS = 30;

  private Numbers() {}

  /**
   * Numbers from -0.75 to 1. Their mean is not zero, so that no sum of them comes to nearly nothing
   * and has a relative error to match.
   */
  static double[] data(int size, int stream) {
    return uniform(size, stream, -0.75, 1);
  }

  static double[] uniform(int size, int stream, double low, double high) {
    Philox numbers = new Philox(SEED, Purpose.USER, stream, 0);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (low + (high - low) * numbers.uniformDouble(i));
    }
    return values;
  }

  /** Whole numbers from 0 to bound - 1. */
  static int[] below(int bound, int size, int stream) {
    Philox numbers = new Philox(SEED, Purpose.USER, stream, 1);
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = numbers.below(bound, i);
    }
    return values;
  }

  /** Weights of trained size for a whole network, in canonical order. */
  static double[] weights(NetworkSpec network) {
    ParameterLayout layout = ParameterLayout.of(network);
    double[] weights = new double[(int) layout.size()];
    for (ParameterLayout.Tensor tensor : layout.tensors()) {
      double[] part = tensor.vector() ? biases(tensor) : matrix(tensor);
      System.arraycopy(part, 0, weights, (int) tensor.offset(), part.length);
    }
    network.instances().forEach(layer -> scaleRecurrent(layer, layout, weights));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) weights[i];
    }
    return weights;
  }

  private static double[] biases(ParameterLayout.Tensor tensor) {
    return uniform(tensor.size(), 1000 + tensor.number(), -0.5, 0.5);
  }

  /** Variance 1 / columns: what goes in comes out about as large. */
  private static double[] matrix(ParameterLayout.Tensor tensor) {
    double limit = Math.sqrt(3.0 / tensor.columns());
    return uniform(tensor.size(), 1000 + tensor.number(), -limit, limit);
  }

  private static void scaleRecurrent(
      LayerInstance layer, ParameterLayout layout, double[] weights) {
    if (!layer.spec().carriesState()) {
      return;
    }
    RecurrentSpec spec = (RecurrentSpec) layer.spec();
    int hidden = spec.hiddenSize();
    for (int d = 0; d < spec.direction().count(); d++) {
      String name = RecurrentLayout.tensorName(layer, d, RecurrentLayout.RECURRENT_WEIGHTS);
      int from = (int) layout.tensor(name).offset();
      for (int gate = 0; gate < RecurrentLayout.rows(spec.cell(), hidden) / hidden; gate++) {
        scaleBlock(weights, from + gate * hidden * hidden, hidden, norm(spec.cell()));
      }
    }
  }

  /** Nothing bounds what relu lets through, so its R must not enlarge. */
  private static double norm(Cell cell) {
    return Kinks.relu(cell) ? 1 : RECURRENT_NORM;
  }

  private static void scaleBlock(double[] weights, int from, int size, double norm) {
    double factor = norm / spectralNorm(weights, from, size);
    for (int i = from; i < from + size * size; i++) {
      weights[i] *= factor;
    }
  }

  /** The largest singular value, by the power method on M^T M. */
  private static double spectralNorm(double[] m, int from, int size) {
    double[] v = uniform(size, 999, 0.5, 1);
    double norm = 0;
    for (int step = 0; step < POWER_STEPS; step++) {
      double[] mv = new double[size];
      double[] next = new double[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          mv[i] += m[from + i * size + j] * v[j];
        }
        for (int j = 0; j < size; j++) {
          next[j] += m[from + i * size + j] * mv[i];
        }
      }
      norm = Math.sqrt(length(mv) / length(v));
      v = next;
      scale(v, 1 / Math.sqrt(length(v)));
    }
    return norm;
  }

  private static double length(double[] v) {
    double sum = 0;
    for (double element : v) {
      sum += element * element;
    }
    return sum;
  }

  private static void scale(double[] v, double factor) {
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
  }
}
