package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.LogLines;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import org.junit.jupiter.api.Test;

/** What the reference cannot do as asked, it says. */
class ReferenceRemarksTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(2).lstm(3).finalState().dense(1);

  @Test
  void moreThreadsThanOneAreNotIgnoredInSilence() {
    BackendOptions options = BackendOptions.defaults();
    assertThat(
            LogLines.of(
                ReferenceProvider.class,
                () -> {
                  new ReferenceProvider().open(options.withThreads(1)).close();
                  new ReferenceProvider().open(options.withThreads(4)).close();
                }))
        .containsExactly("INFO reference uses one thread, threads=4 has no effect");
  }

  @Test
  void anotherDeviceIsNotIgnoredInSilence() {
    BackendOptions options = BackendOptions.defaults();
    assertThat(
            LogLines.of(
                ReferenceProvider.class,
                () -> {
                  new ReferenceProvider().open(options.withDevice(0)).close();
                  new ReferenceProvider().open(options.withDevice(1)).close();
                }))
        .containsExactly("INFO reference has one device, device=1 has no effect");
  }

  @Test
  void anotherPrecisionIsRunInDoubleAndToldOnce() {
    assertThat(LogLines.of(ReferenceBackend.class, ReferenceRemarksTest::planInEveryPrecision))
        .containsExactly(
            "INFO reference computes in double precision, precision=tf32 asks for less");
  }

  private static void planInEveryPrecision() {
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), true, 0)) {
      for (Precision precision : Precision.values()) {
        PlanShape shape = new PlanShape(1, 1, false, false, precision);
        Program program = Program.inference(NETWORK);
        Planner.plan(backend, parameters, program, shape, Mode.INFERENCE).close();
      }
    }
  }
}
