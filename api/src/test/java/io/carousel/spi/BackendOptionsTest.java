package io.carousel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  @Test
  void eachChoiceLeavesTheOthersAlone() {
    BackendOptions options =
        BackendOptions.defaults()
            .withDevice(3)
            .withThreads(2)
            .withMemoryLimit(1000)
            .withPlanCache(500);
    assertThat(options).isEqualTo(new BackendOptions(2, 1000, 500, 3));
    assertThat(options.withDevice(1)).isEqualTo(new BackendOptions(2, 1000, 500, 1));
    assertThat(BackendOptions.defaults())
        .isEqualTo(new BackendOptions(0, Long.MAX_VALUE, 1L << 30, 0));
  }

  @Test
  void threadsAreBounded() {
    assertThat(BackendOptions.defaults().withThreads(1024).threads()).isEqualTo(1024);
    for (int threads : new int[] {-1, 1025, 8000}) {
      assertThatThrownBy(() -> BackendOptions.defaults().withThreads(threads))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "threads must be in 0 to 1024, threads="
                  + threads
                  + "; 0 leaves it to the backend, which takes one for each core at most");
    }
  }

  @Test
  void refusesWhatThereCannotBe() {
    BackendOptions options = BackendOptions.defaults();
    refused(
        () -> options.withDevice(-1),
        "device must not be negative, device=-1; devices are counted from 0");
    refused(
        () -> options.withMemoryLimit(0),
        "memoryLimit must be positive, memoryLimit=0; give bytes, or leave it out");
    refused(
        () -> options.withPlanCache(-1),
        "planCache must not be negative, planCache=-1; 0 keeps only the plan that ran last");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void aBackendThatSaysNothingKeepsAsManyPlansAsUsual() {
    try (Backend backend = new WatchedBackend()) {
      assertThat(backend.planCache()).isEqualTo(BackendOptions.DEFAULT_PLAN_CACHE);
    }
  }
}
