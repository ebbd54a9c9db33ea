package io.carousel.plan;

import io.carousel.error.BackendUnavailableException;
import io.carousel.loss.Loss;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;

/**
 * Runs one small LSTM and compares it with the same sums in plain Java, so that a library that is
 * broken on this machine never reaches a user: predictions on full lengths and on ragged ones, and
 * a step of training, which may run on more threads. All sequences are the same; there are so many
 * of them that the cpu backend runs full lengths on oneDNN's primitive, and that a time step is
 * shared among threads.
 */
public final class SelfTest {
  private static final int HIDDEN = 48;
  private static final int SEQUENCES = 64;
  private static final int STEPS = 4;
  private static final float[] SERIES = {0.5f, -1, 0.25f, 2};

  /** Four float32 steps of 48 units agree far better; a wrong gate is off by far more. */
  private static final double TOLERANCE = 1e-5;

  /** Of sums over many terms, against their size. */
  private static final double TRAINING_TOLERANCE = 1e-4;

  private static final NetworkSpec NETWORK = NetworkSpec.input(1).lstm(HIDDEN);

  private final Backend backend;
  private final Parameters parameters;
  private final PlainLstm plain = new PlainLstm(HIDDEN, SERIES);
  private final double[] weights = InitialWeights.of(NETWORK, 1);

  private SelfTest(Backend backend, Parameters parameters) {
    this.backend = backend;
    this.parameters = parameters;
  }

  /**
   * Throws if the backend computes anything else than the equations.
   *
   * @throws BackendUnavailableException with both numbers
   */
  public static void run(Backend backend) {
    try (Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), true, 0)) {
      new SelfTest(backend, parameters).run();
    }
  }

  private void run() {
    parameters.write(Parameters.Block.WEIGHTS, weights);
    for (boolean ragged : new boolean[] {false, true}) {
      double expected = plain.lastOutput(weights);
      require("compute an LSTM", expected, lastOutput(ragged), TOLERANCE, ragged);
    }
    train();
  }

  private void require(
      String what, double expected, double actual, double tolerance, boolean ragged) {
    if (!(Math.abs(actual - expected) < tolerance)) {
      throw BackendUnavailableException.damaged(
          "backend "
              + backend.name()
              + " must "
              + what
              + " as the equations say, expected="
              + expected
              + ", computed="
              + actual
              + ", ragged="
              + ragged
              + "; use backend reference and report this machine",
          null);
    }
  }

  private double lastOutput(boolean ragged) {
    try (NetworkPlan plan = plan(Program.inference(NETWORK), ragged, Mode.INFERENCE)) {
      plan.run(0, null);
      float[] output = new float[plan.outputSize()];
      plan.plan().output(output);
      return output[output.length - 1];
    }
  }

  /**
   * The loss of a step of training, and the slope that its gradient has along a direction. Once, on
   * a ragged plan: each of its products may wait for a thread that a busy machine does not run.
   */
  private void train() {
    UpdateChain update = UpdateChain.of(UpdateRule.sgd(1));
    Program program = new Program(NETWORK, Loss.meanSquaredError(), update);
    try (NetworkPlan plan = plan(program, true, Mode.TRAINING)) {
      plan.run(0, null);
    }
    double loss = SEQUENCES * plain.loss(weights);
    double computed = parameters.sums().loss();
    require("train an LSTM (loss)", loss, computed, TRAINING_TOLERANCE * loss, true);
    double[] gradient = parameters.read(Parameters.Block.GRADIENTS);
    double[] direction = direction();
    double slope = SEQUENCES * plain.slope(weights, direction);
    double norm = Math.sqrt(dot(gradient, gradient));
    double tolerance = TRAINING_TOLERANCE * norm;
    require("train an LSTM (gradient)", slope, dot(gradient, direction), tolerance, true);
  }

  /** A plan whose first slot has the series in all sequences. */
  private NetworkPlan plan(Program program, boolean ragged, Mode mode) {
    PlanShape shape = new PlanShape(STEPS, SEQUENCES, ragged, false, Precision.STRICT);
    NetworkPlan plan = Planner.plan(backend, parameters, program, shape, mode);
    for (int n = 0; n < SEQUENCES; n++) {
      plan.staging(0).lengths().put(n, STEPS);
      for (int t = 0; t < STEPS; t++) {
        plan.staging(0).features().put(t * SEQUENCES + n, SERIES[t]);
      }
    }
    return plan;
  }

  /**
   * 1 or -1 for each weight, without a pattern: what is missing in a gradient cannot cancel out.
   */
  private double[] direction() {
    double[] direction = new double[weights.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = Integer.bitCount((i * 0x9E3779B9) >>> 7) % 2 == 0 ? 1 : -1;
    }
    return direction;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
