package io.carousel.benchmarks;

import io.carousel.loss.Loss;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;

/**
 * LSTM, last step, one output: in prediction, or in training with mean squared error, clipping by
 * the global norm, and Adam.
 */
final class NetworkWork implements AutoCloseable {
  private static final double LEARNING_RATE = 1e-3;

  private final Setting setting;
  private final Backend backend;
  private final Parameters parameters;
  private final NetworkPlan plan;
  private final float[] output;
  private long updates;

  NetworkWork(Setting setting, boolean training) {
    this.setting = setting;
    Shape shape = setting.shape();
    NetworkSpec network =
        NetworkSpec.input(shape.inputs()).lstm(shape.hidden()).finalState().dense(1);
    UpdateChain update =
        UpdateChain.of(UpdateRule.clipByGlobalNorm(1), UpdateRule.adam(LEARNING_RATE));
    Program program =
        training
            ? new Program(network, Loss.meanSquaredError(), update)
            : Program.inference(network);
    backend = setting.open();
    parameters = backend.parameters(ParameterLayout.of(network), training, training ? 2 : 0);
    parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(network, 1));
    Mode mode = training ? Mode.TRAINING : Mode.INFERENCE;
    plan = Planner.plan(backend, parameters, program, setting.planShape(), mode);
    output = new float[plan.outputSize()];
  }

  /** Compares with the reference, then fills in what is timed. */
  static NetworkWork checked(Setting setting, boolean training) {
    NetworkWork work = new NetworkWork(setting, training);
    try (NetworkWork expected = new NetworkWork(setting.expectation(), training)) {
      int distinct = expected.setting.shape().sequences();
      work.fill(distinct);
      expected.fill(distinct);
      if (training) {
        work.compareStep(expected);
      } else {
        work.compareOutput(expected);
      }
    }
    long valid = work.fill(setting.shape().sequences());
    double flops = setting.shape().forwardFlops();
    Counted.perCall(valid, valid * (training ? flops + setting.shape().backwardFlops() : flops));
    return work;
  }

  private void compareOutput(NetworkWork expected) {
    double[] now = firstOutputs(expected.output.length);
    double[] then = expected.firstOutputs(expected.output.length);
    setting.agreement().forward("output", then, now);
  }

  private double[] firstOutputs(int count) {
    predict();
    double[] first = new double[count];
    for (int i = 0; i < count; i++) {
      first[i] = output[i];
    }
    return first;
  }

  /** The mean loss and the norm of the mean gradient, before an update and after it. */
  private void compareStep(NetworkWork expected) {
    Agreement agreement = setting.agreement();
    for (int i = 0; i < 2; i++) {
      step();
      expected.step();
      Sums now = parameters.sums();
      Sums then = expected.parameters.sums();
      agreement.gradient("mean loss", one(then.meanLoss()), one(now.meanLoss()));
      agreement.gradient("gradient norm", one(then.gradientNorm()), one(now.gradientNorm()));
    }
  }

  private static double[] one(double number) {
    return new double[] {number};
  }

  private long fill(int distinct) {
    return Numbers.fill(plan.staging(0), setting.share(), distinct);
  }

  /** The slot that a run reads. */
  Staging staging() {
    return plan.staging(0);
  }

  /** Forward, loss, backward, clip, Adam. */
  void step() {
    plan.staging(0).scalars(new Staging.Scalars(LEARNING_RATE, updates++, 0, 1));
    plan.run(0, null);
    plan.apply(0);
  }

  /** Forward; the output is read. */
  float[] predict() {
    plan.run(0, null);
    plan.plan().output(output);
    return output;
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    backend.close();
  }
}
