package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.BackendUnavailableException;
import io.carousel.parity.float32.Fault;
import io.carousel.parity.float32.Float32Backend;
import io.carousel.plan.SelfTest;
import io.carousel.spi.Backend;
import org.junit.jupiter.api.Test;

/** What runs before a user's first plan: it passes a right backend and stops a wrong one. */
class SelfTestTest {
  @Test
  void aBackendThatComputesTheEquationsPasses() {
    try (Backend right = new Float32Backend(Fault.NONE, 1)) {
      SelfTest.run(right);
    }
  }

  @Test
  void aBackendThatComputesSomethingElseIsUnavailableAndSaysSo() {
    try (Backend wrong = new Float32Backend(Fault.GATES_SWAPPED, 1)) {
      assertThatThrownBy(() -> SelfTest.run(wrong))
          .isInstanceOfSatisfying(
              BackendUnavailableException.class, e -> assertThat(e.damaged()).isTrue())
          .hasMessageMatching(
              "backend float32 must compute an LSTM as the equations say, expected=-?[0-9.E-]+,"
                  + " computed=-?[0-9.E-]+, ragged=false; use backend reference and report this"
                  + " machine");
    }
  }

  @Test
  void aBackendThatTrainsWrongIsUnavailableAndSaysSo() {
    try (Backend wrong = new Float32Backend(Fault.GRADIENT_SCALED, 1)) {
      assertThatThrownBy(() -> SelfTest.run(wrong))
          .isInstanceOfSatisfying(
              BackendUnavailableException.class, e -> assertThat(e.damaged()).isTrue())
          .hasMessageMatching(
              "backend float32 must train an LSTM \\(gradient\\) as the equations say,"
                  + " expected=-?[0-9.E-]+, computed=-?[0-9.E-]+, ragged=true; use backend"
                  + " reference and report this machine");
    }
  }
}
