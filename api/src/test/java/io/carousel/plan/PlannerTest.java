package io.carousel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.loss.Loss;
import io.carousel.model.Activation;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(2).lstm(3).finalState().dense(1);

  private final Backend backend = Backends.named("reference");
  private final Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), false, 0);

  @AfterEach
  void close() {
    parameters.close();
    backend.close();
  }

  private static PlanShape steps(int steps) {
    return new PlanShape(steps, 2, true, false, Precision.STRICT);
  }

  @Test
  void shouldExplainWhatRunsEachLayer() {
    Program program = Program.inference(NETWORK);
    try (NetworkPlan plan = Planner.plan(backend, parameters, program, steps(4), Mode.INFERENCE)) {
      assertThat(plan.explain())
          .isEqualTo(
              """
              layer 0 (lstm, hidden=3): reference lstm: textbook loops in double precision
              layer 1 (pool, finalState): reference pool: textbook loops in double precision
              layer 2 (dense, units=1): reference dense: textbook loops in double precision
              """);
    }
  }

  @Test
  void shouldKeepNoMorePlansThanTheirBytesAllow() {
    Program program = Program.inference(NETWORK);
    long one;
    try (NetworkPlan plan = Planner.plan(backend, parameters, program, steps(64), Mode.INFERENCE)) {
      one = plan.plan().bytes();
    }
    try (PlanCache cache = new PlanCache(backend, parameters, program, 3 * one)) {
      NetworkPlan first = cache.get(steps(64), Mode.INFERENCE);
      for (int t = 32; t < 64; t++) {
        cache.get(steps(t), Mode.INFERENCE);
        assertThat(cache.get(steps(64), Mode.INFERENCE)).isSameAs(first);
      }
      assertThat(cache.size()).isBetween(2, 6);
    }
  }

  @Test
  void shouldKeepAPlanForEachPrecision() {
    Program program = Program.inference(NETWORK);
    try (PlanCache cache = new PlanCache(backend, parameters, program, Long.MAX_VALUE)) {
      for (Precision precision : Precision.values()) {
        PlanShape shape = new PlanShape(4, 2, true, false, precision);
        assertThat(cache.get(shape, Mode.INFERENCE).shape().precision()).isEqualTo(precision);
      }
      assertThat(cache.size()).isEqualTo(4);
    }
  }

  @Test
  void shouldRefuseAModeThatTheProgramCannotRun() {
    assertThatThrownBy(
            () ->
                Planner.plan(
                    backend, parameters, Program.inference(NETWORK), steps(4), Mode.EVALUATION))
        .hasMessage("a plan with a loss needs to know which, mode=EVALUATION, loss=null");
  }

  @Test
  void shouldRefuseAnActivationBeforeALossThatTakesLogits() {
    NetworkSpec network = NetworkSpec.input(2).lstm(3).finalState().dense(1, Activation.SIGMOID);
    assertThatThrownBy(() -> Program.withLoss(network, Loss.binaryCrossEntropy()))
        .hasMessage(
            "binaryCrossEntropy takes logits, so the last layer must have no activation,"
                + " layer=dense, units=1, sigmoid; leave the activation out");
  }

  @Test
  void shouldKeepPlansThatJustFit() {
    Program program = Program.inference(NETWORK);
    long both = 0;
    for (int steps = 3; steps <= 4; steps++) {
      try (NetworkPlan plan =
          Planner.plan(backend, parameters, program, steps(steps), Mode.INFERENCE)) {
        both += plan.plan().bytes();
      }
    }
    try (PlanCache cache = new PlanCache(backend, parameters, program, both);
        PlanCache smaller = new PlanCache(backend, parameters, program, both - 1)) {
      for (int steps = 3; steps <= 4; steps++) {
        cache.get(steps(steps), Mode.INFERENCE);
        smaller.get(steps(steps), Mode.INFERENCE);
      }
      assertThat(cache.size()).isEqualTo(2);
      assertThat(smaller.size()).isEqualTo(1);
    }
  }
}
