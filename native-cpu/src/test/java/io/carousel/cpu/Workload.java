package io.carousel.cpu;

import io.carousel.loss.Loss;
import io.carousel.model.InitialWeights;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.PlanCache;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** A small network in training, its parameters, and numbers to train on; for tests. */
final class Workload implements AutoCloseable {
  static final int FEATURES = 8;

  final Backend backend;
  final Program program;
  final Parameters parameters;

  Workload(Backend backend, int hidden) {
    this.backend = backend;
    NetworkSpec network = NetworkSpec.input(FEATURES).lstm(hidden).finalState().dense(3);
    UpdateChain update = UpdateChain.of(UpdateRule.clipByGlobalNorm(1), UpdateRule.adam(1e-3));
    program = new Program(network, Loss.meanSquaredError(), update);
    parameters = backend.parameters(ParameterLayout.of(network), true, 2);
    parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(network, 7));
  }

  static PlanShape shape(int steps, int sequences, boolean ragged) {
    return new PlanShape(steps, sequences, ragged, false, Precision.STRICT);
  }

  NetworkPlan plan(int steps, int sequences, boolean ragged, Mode mode) {
    return plan(shape(steps, sequences, ragged), mode);
  }

  NetworkPlan plan(PlanShape shape, Mode mode) {
    return Planner.plan(backend, parameters, program, shape, mode);
  }

  PlanCache cache(long bytes) {
    return new PlanCache(backend, parameters, program, bytes);
  }

  /** Numbers that depend on the seed alone; lengths from 0 to T where they may differ. */
  static void fill(Staging staging, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PlanShape shape = staging.shape();
    fill(staging.features(), random);
    if (staging.targets() != null) {
      fill(staging.targets(), random);
    }
    for (int n = 0; shape.ragged() && n < shape.sequences(); n++) {
      staging.lengths().put(n, n == 0 ? shape.steps() : random.nextInt(shape.steps() + 1));
    }
    staging.scalars(new Staging.Scalars(1e-3, 0, 0, 1));
  }

  private static void fill(FloatBuffer buffer, SplittableRandom random) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, (float) (2 * random.nextDouble() - 1));
    }
  }

  /** The output of a run. */
  static float[] output(NetworkPlan plan) {
    float[] output = new float[plan.outputSize()];
    plan.plan().output(output);
    return output;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
