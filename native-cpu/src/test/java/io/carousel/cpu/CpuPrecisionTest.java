package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.error.UnsupportedSpecException;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What this backend has no choice of. */
class CpuPrecisionTest {
  private static final Model MODEL =
      Model.fresh(NetworkSpec.input(1).lstm(3).finalState().dense(1), 1);

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  @ParameterizedTest
  @EnumSource(names = "STRICT", mode = EnumSource.Mode.EXCLUDE)
  void everyPrecisionButStrictIsRefusedByName(Precision precision) {
    try (Backend backend = Backends.named("cpu");
        Predictor predictor = MODEL.predictor(backend, precision)) {
      assertThatThrownBy(() -> predictor.predict(new float[][] {{1}}))
          .isInstanceOf(UnsupportedSpecException.class)
          .hasMessage(
              "cpu cannot run layer 0 (lstm, hidden=3): cpu computes in float32 only, precision="
                  + precision.label()
                  + "; use precision strict, or backend gpu");
    }
  }

  @Test
  void anotherDeviceIsNotIgnoredInSilence() {
    List<String> lines =
        LogLines.of(
            CpuProvider.class,
            () -> {
              Backends.open("cpu", BackendOptions.defaults()).close();
              Backends.open("cpu", BackendOptions.defaults().withDevice(2)).close();
            });
    assertThat(lines).containsExactly("INFO cpu has one device, device=2 has no effect");
  }
}
