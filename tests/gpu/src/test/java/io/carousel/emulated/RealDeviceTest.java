package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealDeviceTest {
  private static final Optional<String> PROBLEM = Optional.of("no driver; install one");

  @Test
  void withADeviceTestsRun() {
    assertThat(RealDevice.condition(Optional.empty(), "gpu").isDisabled()).isFalse();
  }

  @Test
  void withoutOneTheyAreSkippedWithTheReason() {
    assertThat(RealDevice.condition(PROBLEM, "cpu,gpus").isDisabled()).isTrue();
    assertThat(RealDevice.condition(PROBLEM, "").getReason())
        .contains("no CUDA device: no driver; install one");
  }

  @Test
  void whereOneIsRequiredTheyFail() {
    assertThatThrownBy(() -> RealDevice.condition(PROBLEM, "cpu, gpu"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "backend gpu was required (carousel.require=cpu, gpu) but there is no CUDA device: no"
                + " driver; install one");
  }
}
