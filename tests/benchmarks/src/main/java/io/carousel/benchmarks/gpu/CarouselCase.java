package io.carousel.benchmarks.gpu;

import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;

import io.carousel.benchmarks.Shape;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging;
import io.carousel.spi.Sums;
import java.util.Arrays;

/** One case on one backend: its two slots are used in turn, as a trainer does. */
final class CarouselCase implements Contender, AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final StepCase wanted;
  private final Parameters parameters;
  private final NetworkPlan plan;
  private final float[] features;
  private final float[] targets;
  private final int[] lengths;
  private final float[] output;
  private long runs;
  private long updates;

  CarouselCase(Backend backend, StepCase wanted) {
    this.wanted = wanted;
    Shape shape = wanted.shape();
    features = CaseNumbers.features(shape);
    targets = CaseNumbers.targets(shape);
    lengths = new int[shape.sequences()];
    Arrays.fill(lengths, shape.steps());
    Program program = program();
    ParameterLayout layout = ParameterLayout.of(program.network());
    boolean training = wanted.part() != Part.FORWARD;
    parameters = backend.parameters(layout, training, wanted.part() == Part.STEP ? 2 : 0);
    plan = plan(backend, program, layout);
    output = new float[plan.outputSize()];
    for (int slot = 0; slot < Plan.SLOTS; slot++) {
      fill(plan.staging(slot));
    }
  }

  /** A plan over parameters that have their weights, or neither. */
  private NetworkPlan plan(Backend backend, Program program, ParameterLayout layout) {
    Shape shape = wanted.shape();
    PlanShape planShape =
        new PlanShape(shape.steps(), shape.sequences(), false, false, wanted.precision());
    try {
      parameters.write(Parameters.Block.WEIGHTS, CaseNumbers.weights(layout, shape.hidden()));
      return Planner.plan(backend, parameters, program, planShape, mode());
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  private Program program() {
    NetworkSpec lstm =
        NetworkSpec.input(wanted.shape().inputs()).lstm(wanted.shape().hidden()).finalState();
    return switch (wanted.part()) {
      case FORWARD -> Program.inference(lstm);
      case GRADIENTS -> Program.withLoss(lstm.dense(1), Loss.meanSquaredError());
      case STEP ->
          new Program(
              lstm.dense(1),
              Loss.meanSquaredError(),
              UpdateChain.of(
                  clipByGlobalNorm(StepCase.MAXIMUM_NORM), adam(StepCase.LEARNING_RATE)));
    };
  }

  private Mode mode() {
    return switch (wanted.part()) {
      case FORWARD -> Mode.INFERENCE;
      case GRADIENTS -> Mode.INSPECTION;
      case STEP -> Mode.TRAINING;
    };
  }

  private void fill(Staging staging) {
    staging.features().put(0, features);
    if (staging.targets() != null) {
      staging.targets().put(0, targets);
    }
    staging.lengths().put(0, lengths);
    staging.scalars(new Staging.Scalars(StepCase.LEARNING_RATE, updates, runs, 1));
  }

  /** Only a step fills its slot anew. */
  private void once() {
    int slot = (int) (runs % Plan.SLOTS);
    if (wanted.part() == Part.STEP) {
      fill(plan.staging(slot));
    }
    plan.run(slot, null);
    if (wanted.part() == Part.STEP) {
      plan.apply(slot);
      updates++;
    }
    runs++;
  }

  /** Reading is the only wait. */
  private void await() {
    if (wanted.part() == Part.FORWARD) {
      plan.plan().output(output);
    } else {
      parameters.sums();
    }
  }

  @Override
  public String name() {
    return CarouselSide.NAME;
  }

  @Override
  public double milliseconds(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      once();
    }
    await();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  /** See {@link Side.Loaded}. */
  double[] checks() {
    return switch (wanted.part()) {
      case FORWARD -> new double[] {meanSquare()};
      case GRADIENTS -> new double[] {loss()};
      case STEP -> new double[] {loss(), loss()};
    };
  }

  private double loss() {
    parameters.sums(Sums.ZERO);
    once();
    return parameters.sums().meanLoss();
  }

  private double meanSquare() {
    once();
    await();
    double sum = 0;
    for (float value : output) {
      sum += (double) value * value;
    }
    return sum / output.length;
  }

  /** Which kernels run it. */
  String explain() {
    return plan.explain().strip();
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
  }
}
