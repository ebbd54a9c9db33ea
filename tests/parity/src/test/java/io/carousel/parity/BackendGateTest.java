package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends.Found;
import io.carousel.spi.Availability;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendGateTest {
  private static final Found REFERENCE =
      new Found("reference", 0, new Availability.Available("Java"));
  private static final Found CPU = new Found("cpu", 10, new Availability.Available("oneDNN"));
  private static final Found GPU =
      new Found("gpu", 20, new Availability.Unavailable("No device", "Install a driver", null));

  @Test
  void whatIsAvailableIsCompared() {
    assertThat(BackendGate.decide(List.of(CPU, REFERENCE), null))
        .containsExactly(new BackendGate.Compare("cpu"));
  }

  @Test
  void whatIsUnavailableIsSkippedWithReasonAndRemedy() {
    assertThat(BackendGate.decide(List.of(GPU, CPU, REFERENCE), "cpu"))
        .containsExactly(
            new BackendGate.Skip("gpu", "backend gpu is unavailable: No device. Install a driver"),
            new BackendGate.Compare("cpu"));
  }

  @Test
  void whatIsRequiredAndUnavailableFails() {
    assertThat(BackendGate.decide(List.of(GPU, REFERENCE), " cpu , gpu "))
        .containsExactly(
            new BackendGate.Miss(
                "gpu",
                "backend gpu was required (carousel.require) but is unavailable: No device."
                    + " Install a driver"),
            new BackendGate.Miss(
                "cpu",
                "backend cpu was required (carousel.require) but is not on the class path. Add the"
                    + " jar carousel-native-cpu"));
  }

  @Test
  void theReferenceIsNotComparedWithItself() {
    assertThat(BackendGate.decide(List.of(REFERENCE), "reference,")).isEmpty();
  }

  @Test
  void theEmulatorIsRequiredElsewhere() {
    assertThat(BackendGate.decide(List.of(CPU), "cpu, qemu"))
        .containsExactly(new BackendGate.Compare("cpu"));
  }
}
