package io.carousel.plan;

import io.carousel.error.BackendUnavailableException;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;

/**
 * Runs one small LSTM, on full lengths and on ragged ones, and compares it with the same sums in
 * plain Java, so that a library that is broken on this machine never reaches a user. All sequences
 * are the same; there are so many of them that the cpu backend runs full lengths on oneDNN's
 * primitive.
 */
public final class SelfTest {
  private static final int HIDDEN = 48;
  private static final int SEQUENCES = 64;
  private static final int STEPS = 4;
  private static final float[] SERIES = {0.5f, -1, 0.25f, 2};

  /** Four float32 steps of 48 units agree far better; a wrong gate is off by far more. */
  private static final double TOLERANCE = 1e-5;

  private SelfTest() {}

  /**
   * Throws if the backend computes anything else than the equations.
   *
   * @throws BackendUnavailableException with both numbers
   */
  public static void run(Backend backend) {
    NetworkSpec network = NetworkSpec.input(1).lstm(HIDDEN);
    double[] weights = InitialWeights.of(network, 1);
    double expected = lastOutput(weights);
    try (Parameters parameters = backend.parameters(ParameterLayout.of(network), false, 0)) {
      parameters.write(Parameters.Block.WEIGHTS, weights);
      for (boolean ragged : new boolean[] {false, true}) {
        double actual = lastOutput(backend, parameters, network, ragged);
        if (!(Math.abs(actual - expected) < TOLERANCE)) {
          throw BackendUnavailableException.damaged(
              "backend "
                  + backend.name()
                  + " must compute an LSTM as the equations say, expected="
                  + expected
                  + ", computed="
                  + actual
                  + ", ragged="
                  + ragged
                  + "; use backend reference and report this machine",
              null);
        }
      }
    }
  }

  private static double lastOutput(
      Backend backend, Parameters parameters, NetworkSpec network, boolean ragged) {
    PlanShape shape = new PlanShape(STEPS, SEQUENCES, ragged, false, Precision.STRICT);
    Program program = Program.inference(network);
    try (NetworkPlan plan = Planner.plan(backend, parameters, program, shape, Mode.INFERENCE)) {
      for (int n = 0; n < SEQUENCES; n++) {
        plan.staging(0).lengths().put(n, STEPS);
        for (int t = 0; t < STEPS; t++) {
          plan.staging(0).features().put(t * SEQUENCES + n, SERIES[t]);
        }
      }
      plan.run(0, null);
      float[] output = new float[plan.outputSize()];
      plan.plan().output(output);
      return output[output.length - 1];
    }
  }

  /** h of the last unit after the last step: the equations of the contract, W then R then b. */
  private static double lastOutput(double[] weights) {
    double[] h = new double[HIDDEN];
    double[] c = new double[HIDDEN];
    for (float x : SERIES) {
      double[] next = new double[HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        double i = sigmoid(sum(weights, j, x, h));
        double f = sigmoid(sum(weights, HIDDEN + j, x, h));
        double g = Math.tanh(sum(weights, 2 * HIDDEN + j, x, h));
        double o = sigmoid(sum(weights, 3 * HIDDEN + j, x, h));
        c[j] = f * c[j] + i * g;
        next[j] = o * Math.tanh(c[j]);
      }
      h = next;
    }
    return h[HIDDEN - 1];
  }

  private static double sum(double[] weights, int row, double x, double[] h) {
    int recurrent = 4 * HIDDEN;
    int bias = recurrent + 4 * HIDDEN * HIDDEN;
    double sum = weights[row] * x + weights[bias + row];
    for (int k = 0; k < HIDDEN; k++) {
      sum += weights[recurrent + row * HIDDEN + k] * h[k];
    }
    return sum;
  }

  private static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }
}
