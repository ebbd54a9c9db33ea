package io.carousel.parity;

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
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.function.Consumer;

/** What the mistakes of the error contract are made with. */
final class RefusalBench {
  static final int STEPS = 3;
  static final int SEQUENCES = 2;
  static final NetworkSpec FORECAST = NetworkSpec.input(2).lstm(3).finalState().dense(2);
  static final NetworkSpec TEXT = NetworkSpec.tokens(4).embedding(2).lstm(3).dense(4);

  private RefusalBench() {}

  /** Something that goes wrong with a plan and its parameters. */
  @FunctionalInterface
  interface Use {
    void of(Parameters parameters, NetworkPlan plan);
  }

  static Program program() {
    UpdateChain sgd = UpdateChain.of(UpdateRule.sgd(0.5));
    return new Program(TEXT, Loss.softmaxCrossEntropy(), sgd);
  }

  static PlanShape shape(boolean ragged, boolean stateful) {
    return new PlanShape(STEPS, SEQUENCES, ragged, stateful, Precision.STRICT);
  }

  static Parameters parameters(Backend backend) {
    return backend.parameters(ParameterLayout.of(TEXT), true, 0);
  }

  /** With the parameters of the network FORECAST if that is planned, else of TEXT. */
  static void withPlan(Backend backend, Program program, PlanShape shape, Mode mode, Use use) {
    NetworkSpec network = program.network().equals(FORECAST) ? FORECAST : TEXT;
    try (Parameters parameters = backend.parameters(ParameterLayout.of(network), true, 0);
        NetworkPlan plan = Planner.plan(backend, parameters, program, shape, mode)) {
      use.of(parameters, plan);
    }
  }

  /** Makes a mistake with a ragged plan for training on text, whose slot 0 is valid. */
  static Refusal planOf(String mistake, Consumer<NetworkPlan> use) {
    return new Refusal(
        mistake,
        TEXT,
        backend ->
            withPlan(
                backend,
                program(),
                shape(true, false),
                Mode.TRAINING,
                (parameters, plan) -> {
                  plan.staging(0).lengths().put(0, STEPS).put(1, 2);
                  use.accept(plan);
                }));
  }

  static Refusal parametersOf(String mistake, Consumer<Parameters> use) {
    return new Refusal(
        mistake,
        TEXT,
        backend -> {
          try (Parameters parameters = parameters(backend)) {
            use.accept(parameters);
          }
        });
  }

  static void useFrozen(Backend backend, Consumer<Parameters> use) {
    try (Parameters frozen = backend.parameters(ParameterLayout.of(TEXT), false, 0)) {
      use.accept(frozen);
    }
  }

  static void build(Backend backend, Consumer<PlanBuilder> use) {
    try (Parameters parameters = parameters(backend)) {
      use.accept(backend.plan(parameters, shape(true, false), Mode.INFERENCE));
    }
  }
}
