package io.carousel.peers;

import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;

import io.carousel.Backends;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;
import java.util.Arrays;

/** Carousel on one of its backends. */
final class CarouselPeer implements Peer {
  private final Example example;
  private final PlanShape shape;
  private final Backend backend;
  private final StepClock clock = new StepClock();
  private final Program training;
  private final Parameters trained;
  private final NetworkPlan step;
  private final Parameters fixed;
  private final NetworkPlan inference;
  private long updates;

  CarouselPeer(String backendName, Example example, int threads) {
    this.example = example;
    Shape size = example.shape();
    shape = new PlanShape(size.steps(), size.sequences(), false, false, Precision.STRICT);
    backend = Backends.open(backendName, BackendOptions.defaults().withThreads(threads));
    NetworkSpec lstm = NetworkSpec.input(size.input()).lstm(size.hidden());
    training =
        new Program(
            lstm.finalState().dense(1),
            Loss.meanSquaredError(),
            UpdateChain.of(clipByGlobalNorm(MAXIMUM_NORM), adam(LEARNING_RATE)));
    trained = parameters(training.network(), 2);
    step = plan(backend, trained, training, Mode.TRAINING);
    step.staging(0).targets().put(0, example.targets());
    fixed = parameters(lstm, 0);
    inference = plan(backend, fixed, Program.inference(lstm), Mode.INFERENCE);
  }

  private Parameters parameters(NetworkSpec network, int moments) {
    ParameterLayout layout = ParameterLayout.of(network);
    Parameters parameters = backend.parameters(layout, moments > 0, moments);
    double[] weights = new double[Math.toIntExact(layout.size())];
    float[][] values = {
      example.inputWeights(),
      example.recurrentWeights(),
      example.bias(),
      example.headWeights(),
      example.headBias()
    };
    for (ParameterLayout.Tensor tensor : layout.tensors()) {
      for (int i = 0; i < tensor.size(); i++) {
        weights[(int) tensor.offset() + i] = values[tensor.number()][i];
      }
    }
    parameters.write(Parameters.Block.WEIGHTS, weights);
    return parameters;
  }

  private NetworkPlan plan(Backend on, Parameters parameters, Program program, Mode mode) {
    NetworkPlan plan = Planner.plan(on, parameters, program, shape, mode);
    Staging staging = plan.staging(0);
    staging.features().put(0, example.features());
    int[] lengths = new int[shape.sequences()];
    Arrays.fill(lengths, shape.steps());
    staging.lengths().put(0, lengths);
    return plan;
  }

  @Override
  public String describe() {
    return backend.describe() + " (" + step.explain().lines().findFirst().orElse("") + ")";
  }

  @Override
  public void step() {
    step(step);
  }

  private void step(NetworkPlan plan) {
    plan.staging(0).scalars(new Staging.Scalars(LEARNING_RATE, updates, updates, 1));
    updates++;
    plan.run(0, null);
    plan.apply(0);
  }

  @Override
  public double loss() {
    trained.sums(Sums.ZERO);
    step();
    return trained.sums().meanLoss();
  }

  @Override
  public void infer() {
    inference.run(0, null);
  }

  @Override
  public float[] output() {
    float[] output = new float[inference.outputSize()];
    inference.plan().output(output);
    return output;
  }

  /** Steps on a plan of its own, whose kernels are timed one by one. */
  @Override
  public StepProfile profile(int steps) {
    try (NetworkPlan plan =
        plan(new TimedBackend(backend, clock), trained, training, Mode.TRAINING)) {
      plan.staging(0).targets().put(0, example.targets());
      step(plan);
      clock.reset();
      long start = System.nanoTime();
      for (int i = 0; i < steps; i++) {
        step(plan);
      }
      return clock.profile(System.nanoTime() - start, steps);
    }
  }

  @Override
  public void close() {
    inference.close();
    fixed.close();
    step.close();
    trained.close();
    backend.close();
  }
}
