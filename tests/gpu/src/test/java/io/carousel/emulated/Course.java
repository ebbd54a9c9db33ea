package io.carousel.emulated;

import io.carousel.Backends;
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
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.util.SplittableRandom;

/** Training of a network with a layer of every kind, step by step. */
final class Course implements AutoCloseable {
  static final int STEPS = 6;
  static final int SEQUENCES = 4;
  private static final int TOKENS = 11;
  private static final NetworkSpec NETWORK =
      NetworkSpec.tokens(TOKENS).embedding(5).lstm(6).dropout(0.2).gru(5).finalState().dense(3);
  private static final UpdateChain UPDATE =
      UpdateChain.of(UpdateRule.clipByGlobalNorm(0.5), UpdateRule.adam(0.01));

  private final Backend backend;
  private final Parameters parameters;
  private final NetworkPlan plan;
  private int step;

  private Course(Backend backend, boolean ragged) {
    this.backend = backend;
    parameters = backend.parameters(ParameterLayout.of(NETWORK), true, 2);
    parameters.write(Block.WEIGHTS, InitialWeights.of(NETWORK, 1));
    Program program = new Program(NETWORK, Loss.meanSquaredError(), UPDATE);
    PlanShape shape = new PlanShape(STEPS, SEQUENCES, ragged, false, Precision.STRICT);
    plan = Planner.plan(backend, parameters, program, shape, Mode.TRAINING);
  }

  /** On a backend of this name. */
  static Course on(String backend, boolean ragged) {
    return new Course(Backends.named(backend), ragged);
  }

  NetworkPlan plan() {
    return plan;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Takes this many steps, each with data of its own. */
  Course steps(int count) {
    for (int i = 0; i < count; i++) {
      fill(plan.staging(step % 2));
      advance();
    }
    return this;
  }

  /** Takes a step with whatever the slot holds. */
  void advance() {
    plan.run(step % 2, null);
    plan.apply(step % 2);
    step++;
  }

  private void fill(Staging staging) {
    SplittableRandom random = new SplittableRandom(step);
    for (int i = 0; i < STEPS * SEQUENCES; i++) {
      staging.tokens().put(i, random.nextInt(TOKENS));
    }
    for (int i = 0; i < staging.targets().capacity(); i++) {
      staging.targets().put(i, (float) random.nextDouble());
    }
    if (staging.shape().ragged()) {
      for (int n = 0; n < SEQUENCES; n++) {
        staging.lengths().put(n, random.nextInt(STEPS + 1));
      }
    }
    staging.scalars(new Staging.Scalars(0.01, step, step, 7));
  }

  double[] weights() {
    return parameters.read(Block.WEIGHTS);
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    backend.close();
  }
}
