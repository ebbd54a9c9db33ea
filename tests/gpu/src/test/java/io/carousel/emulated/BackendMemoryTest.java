package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.bindings.cuda.DeviceMemoryException;
import io.carousel.error.MemoryLimitException;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import org.junit.jupiter.api.Test;

/** Too little memory is told with its numbers, and the backend goes on. */
@OnDevice
class BackendMemoryTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(4).lstm(8).finalState().dense(2);

  /** More than a small plan: cuDNN's work space alone was 8.4 MB on an H200. */
  private static final long LIMIT = 20_000_000;

  private static NetworkPlan plan(Backend backend, Parameters parameters, int steps) {
    PlanShape shape = new PlanShape(steps, 8, false, false, Precision.STRICT);
    return Planner.plan(backend, parameters, Program.inference(NETWORK), shape, Mode.INFERENCE);
  }

  private static void assertWorks(Backend backend, Parameters parameters) {
    try (NetworkPlan small = plan(backend, parameters, 2)) {
      small.run(0, null);
      float[] output = new float[small.outputSize()];
      small.plan().output(output);
      assertThat(output).hasSize(16).doesNotContain(Float.NaN);
    }
  }

  @Test
  void aPlanBeyondTheLimitIsRefusedWithAskedUsedAndAllowed() {
    BackendOptions options = BackendOptions.defaults().withMemoryLimit(LIMIT);
    try (Backend backend = Backends.open("gpu", options);
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), false, 0)) {
      assertThatThrownBy(() -> plan(backend, parameters, 60_000))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessageMatching(
              "a plan must fit the memory limit, asked=\\d+ bytes, used=\\d+, allowed="
                  + LIMIT
                  + "; raise the memory limit, close what is not needed, or use a smaller batch or shorter sequences");
      assertWorks(backend, parameters);
    }
  }

  @Test
  void moreStepsThanCudnnTakesAreRefused() {
    try (Backend backend = Backends.named("gpu");
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), false, 0)) {
      assertThatThrownBy(() -> plan(backend, parameters, 65_536))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a batch with recurrent layers must have at most 65535 time steps on backend gpu, as"
                  + " cuDNN has, steps=65536; cut sequences into chunks, or use backend cpu");
      assertWorks(backend, parameters);
    }
  }

  @Emulated
  @Test
  void aFullDeviceIsToldAndTheBackendGoesOn() {
    try (Backend backend = Backends.named("gpu");
        Parameters parameters = backend.parameters(ParameterLayout.of(NETWORK), false, 0)) {
      assertWorks(backend, parameters); // cuBLAS has its workspace now
      try (Emulator.Settings small = Emulator.with("MEMORY=34000000")) {
        assertThat(small).isNotNull();
        assertThatThrownBy(() -> plan(backend, parameters, 60_000))
            .isInstanceOf(DeviceMemoryException.class)
            .hasMessageMatching(
                "device memory must be free before it is allocated, asked=\\d+, free=\\d+,"
                    + " total=34000000; close what is not used, or use smaller batches");
        assertWorks(backend, parameters);
      }
    }
  }
}
