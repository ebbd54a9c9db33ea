package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.MemoryLimitException;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import org.junit.jupiter.api.Test;

/** What the reference keeps in the Java heap has a limit too. */
class ReferenceMemoryLimitTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(2).lstm(4).finalState().dense(1);
  private static final long WEIGHTS = 8 * (4 * 4 * (2 + 4 + 1) + 4 + 1);

  private static ReferenceBackend limitedTo(long bytes) {
    BackendOptions options = BackendOptions.defaults().withMemoryLimit(bytes);
    return (ReferenceBackend) new ReferenceProvider().open(options);
  }

  @Test
  void shouldRefuseParametersToTheByteAndCountThemOnce() {
    ParameterLayout layout = ParameterLayout.of(NETWORK);
    long training = 4 * WEIGHTS;
    try (ReferenceBackend backend = limitedTo(training - 1)) {
      assertThatThrownBy(() -> backend.parameters(layout, true, 2))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessage(
              "parameters must fit the memory limit, asked="
                  + training
                  + " bytes, used=0, allowed="
                  + (training - 1)
                  + "; raise the memory limit, close what is not needed, or use a smaller batch or shorter sequences");
      backend.parameters(layout, false, 0).close();
      assertThat(backend.memory().used()).isZero();
    }
  }

  @Test
  void shouldCountSessions() {
    try (ReferenceBackend backend = limitedTo(WEIGHTS)) {
      try (Session session = backend.session(NETWORK, 3)) {
        assertThat(session).isNotNull();
        assertThat(backend.memory().used()).isEqualTo(2 * 4 * 3 * 8);
      }
      assertThat(backend.memory().used()).isZero();
    }
  }

  @Test
  void shouldKeepNoIdlePlanWhereTheCacheHasNoRoom() {
    BackendOptions options = BackendOptions.defaults().withPlanCache(0);
    try (ReferenceBackend backend = (ReferenceBackend) new ReferenceProvider().open(options);
        Predictor predictor = Model.fresh(NETWORK, 1).predictor(backend)) {
      predictor.predict(new float[5][2]);
      long one = backend.memory().used();
      predictor.predict(new float[300][2]);
      predictor.predict(new float[5][2]);
      assertThat(backend.memory().used()).isEqualTo(one);
    }
  }

  /** Lengths whose plans would together take many times the limit. */
  @Test
  void shouldGiveUpIdlePlansBeforeItRefuses() {
    try (ReferenceBackend backend = limitedTo(400_000)) {
      try (Predictor predictor = Model.fresh(NETWORK, 1).predictor(backend)) {
        for (int length = 1; length <= 400; length++) {
          predictor.predict(new float[length][2]);
          assertThat(backend.memory().used()).isBetween(WEIGHTS, 400_000L);
        }
        assertThatThrownBy(() -> predictor.predict(new float[40_000][2]))
            .isInstanceOf(MemoryLimitException.class)
            .hasMessageStartingWith("a plan must fit the memory limit, asked=");
        assertThat(predictor.predict(new float[400][2])).hasSize(1);
      }
      assertThat(backend.memory().used()).isZero();
    }
  }

  /** Pooling needs x [T, N, 2] and y [N, 2] in doubles, and x and the lengths in both slots. */
  @Test
  void shouldCountEveryArrayOfAPlan() {
    long steps = 3;
    long sequences = 5;
    long positions = steps * sequences;
    NetworkSpec pool = NetworkSpec.input(2).lastPosition();
    long features = 8 * 2 * (positions + sequences) + 2 * 4 * (2 * positions + sequences);
    assertThat(bytes(pool, Mode.INFERENCE, null)).isEqualTo(features);
    assertThat(bytes(pool, Mode.EVALUATION, Loss.meanSquaredError()))
        .as("targets in doubles and in both slots")
        .isEqualTo(features + 2 * sequences * (8 + 2 * 4));
    assertThat(bytes(pool, Mode.EVALUATION, Loss.softmaxCrossEntropy()))
        .as("classes three times")
        .isEqualTo(features + sequences * 3 * 4);
    assertThat(bytes(NetworkSpec.tokens(4).embedding(2), Mode.INFERENCE, null))
        .as("x [T, N] and y [T, N, 2] in doubles, tokens and lengths in both slots")
        .isEqualTo(8 * 3 * positions + 2 * 4 * (positions + sequences));
  }

  private static long bytes(NetworkSpec network, Mode mode, Loss loss) {
    PlanShape shape = new PlanShape(3, 5, true, false, Precision.STRICT);
    try (SmallNetwork small = new SmallNetwork(network);
        Plan plan = small.plan(shape, mode, loss, null)) {
      return plan.bytes();
    }
  }
}
