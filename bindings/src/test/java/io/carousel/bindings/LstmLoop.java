package io.carousel.bindings;

import static io.carousel.bindings.Argument.BIAS;
import static io.carousel.bindings.Argument.SRC_ITER;
import static io.carousel.bindings.Argument.SRC_ITER_C;
import static io.carousel.bindings.Argument.SRC_LAYER;
import static io.carousel.bindings.Argument.WEIGHTS_ITER;
import static io.carousel.bindings.Argument.WEIGHTS_LAYER;

import java.util.EnumMap;
import java.util.Map;

/** An LSTM in oneDNN's layouts (gates i, f, candidate, o; weights ldigo; bias ldgo) as loops. */
final class LstmLoop {
  static final int T = 3;
  static final int N = 2;
  static final int I = 5;
  static final int H = 4;

  private LstmLoop() {}

  /** The same forward pass as loops: y [T, N, H], then c_T [N, H]. */
  static double[][] forward(Map<Argument, float[]> given) {
    double[] y = new double[T * N * H];
    double[] h = new double[N * H];
    double[] c = new double[N * H];
    for (int i = 0; i < N * H; i++) {
      h[i] = given.get(SRC_ITER)[i];
      c[i] = given.get(SRC_ITER_C)[i];
    }
    for (int t = 0; t < T; t++) {
      double[] next = new double[N * H];
      for (int n = 0; n < N; n++) {
        for (int o = 0; o < H; o++) {
          double[] gate = new double[4];
          for (int g = 0; g < 4; g++) {
            gate[g] = preactivation(given, h, t, n, g, o);
          }
          int at = n * H + o;
          c[at] = sigmoid(gate[1]) * c[at] + sigmoid(gate[0]) * Math.tanh(gate[2]);
          next[at] = sigmoid(gate[3]) * Math.tanh(c[at]);
          y[t * N * H + at] = next[at];
        }
      }
      h = next;
    }
    return new double[][] {y, c};
  }

  private static double preactivation(
      Map<Argument, float[]> given, double[] h, int t, int n, int g, int o) {
    double sum = given.get(BIAS)[g * H + o];
    for (int i = 0; i < I; i++) {
      sum +=
          given.get(SRC_LAYER)[(t * N + n) * I + i]
              * (double) given.get(WEIGHTS_LAYER)[(i * 4 + g) * H + o];
    }
    for (int i = 0; i < H; i++) {
      sum += h[n * H + i] * given.get(WEIGHTS_ITER)[(i * 4 + g) * H + o];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double objective(Map<Argument, float[]> given) {
    double[][] result = forward(given);
    double sum = 0;
    for (double y : result[0]) {
      sum += y;
    }
    for (int i = 0; i < N * H; i++) {
      sum += result[0][(T - 1) * N * H + i] + result[1][i];
    }
    return sum;
  }

  /** How the sum of all outputs, and of the last states once more, grows with one value. */
  static double slope(Map<Argument, float[]> values, Argument argument, int at) {
    double step = 1e-3;
    float[] changed = values.get(argument).clone();
    Map<Argument, float[]> given = new EnumMap<>(values);
    given.put(argument, changed);
    float middle = changed[at];
    changed[at] = (float) (middle + step);
    double above = objective(given);
    double width = changed[at];
    changed[at] = (float) (middle - step);
    return (above - objective(given)) / (width - changed[at]);
  }
}
