package io.carousel.spi.base;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.carousel.Backends;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other threads are refused while one is at work, which the test plays by taking its part. */
class SharedUseTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(2).lstm(3).dense(1);
  private static final String COUNTING =
      "losses and gradients must be summed by one thread at a time, but another is at it;"
          + " give each thread parameters of its own";
  private static final String CHANGING =
      "parameters must not change while they are in use, but another thread is using them;"
          + " give each training run parameters of its own";

  private final Backend backend = Backends.named("reference");
  private final BaseParameters parameters =
      (BaseParameters) backend.parameters(ParameterLayout.of(NETWORK), true, 0);

  @AfterEach
  void close() {
    parameters.close();
    backend.close();
  }

  private NetworkPlan plan(Mode mode, boolean stateful) {
    Program program =
        new Program(NETWORK, Loss.meanSquaredError(), UpdateChain.of(UpdateRule.sgd(0.1)));
    PlanShape shape = new PlanShape(3, 2, false, stateful, Precision.STRICT);
    return Planner.plan(backend, parameters, program, shape, mode);
  }

  private static void refused(ThrowingCallable use, String message) {
    assertThatIllegalStateException().isThrownBy(use).withMessage(message);
  }

  @Test
  void weightsDoNotChangeUnderARun() {
    try (NetworkPlan plan = plan(Mode.TRAINING, false)) {
      plan.run(0, null);
      double[] weights = parameters.read(Block.WEIGHTS);
      parameters.usage().share();
      refused(() -> plan.apply(0), CHANGING);
      refused(() -> parameters.write(Block.WEIGHTS, weights), CHANGING);
      refused(
          parameters::close,
          "parameters must not be closed while in use, uses=1; wait until they have ended");
      parameters.usage().leave();
      plan.apply(0);
    }
  }

  @Test
  void twoRunsDoNotCountAtOnceButOthersMayPredict() {
    try (NetworkPlan training = plan(Mode.TRAINING, false);
        NetworkPlan evaluation = plan(Mode.EVALUATION, false);
        NetworkPlan inference = plan(Mode.INFERENCE, false)) {
      training.run(0, null);
      evaluation.run(0, null);
      Elsewhere.run(parameters.counts()::claim);
      refused(() -> training.run(0, null), COUNTING);
      refused(() -> evaluation.run(0, null), COUNTING);
      inference.run(0, null);
    }
  }

  @Test
  void twoPlansDoNotUseASessionAtOnce() {
    String message =
        "a session must be used by one thread at a time, but another is using it;"
            + " give each thread a session of its own";
    BaseSession session = (BaseSession) backend.session(NETWORK, 2);
    try (NetworkPlan plan = plan(Mode.INFERENCE, true)) {
      plan.run(0, session);
      Elsewhere.run(session.usage()::claim);
      refused(() -> plan.run(0, session), message);
      refused(session::read, message);
      refused(() -> session.write(new double[12]), message);
      refused(() -> session.reset(0), message);
      refused(
          session::close,
          "session must not be closed while in use, uses=1; wait until they have ended");
    }
  }
}
