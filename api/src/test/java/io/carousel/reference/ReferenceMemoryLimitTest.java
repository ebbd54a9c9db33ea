package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.MemoryLimitException;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.BackendOptions;
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
    try (ReferenceBackend backend = limitedTo(WEIGHTS);
        Session session = backend.session(NETWORK, 3)) {
      assertThat(session).isNotNull();
      assertThat(backend.memory().used()).isEqualTo(2 * 4 * 3 * 8);
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
}
