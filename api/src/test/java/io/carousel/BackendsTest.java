package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.BackendUnavailableException;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
  /** A backend of the day after tomorrow, which this machine has not. */
  private static final class AbsentProvider implements BackendProvider {
    @Override
    public String name() {
      return "gpu";
    }

    @Override
    public int preference() {
      return 20;
    }

    @Override
    public Availability probe() {
      return new Availability.Unavailable(
          "no device found", "Install a driver", new IllegalStateException("no device"));
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("an unavailable backend must not be opened");
    }
  }

  private static BackendProvider reference() {
    return java.util.ServiceLoader.load(BackendProvider.class).findFirst().orElseThrow();
  }

  @Test
  void shouldRunOnTheReferenceWhereNothingBetterIs() {
    try (Backend backend = Backends.best()) {
      assertThat(backend.name()).isEqualTo("reference");
    }
  }

  @Test
  void shouldPassOverAnUnavailableBackendUnderAuto() {
    List<BackendProvider> providers = List.of(new AbsentProvider(), reference());
    try (Backend backend = Backends.open(Backends.AUTO, BackendOptions.defaults(), providers)) {
      assertThat(backend.name()).isEqualTo("reference");
    }
  }

  @Test
  void shouldSayReasonAndRemedyWhenARequiredBackendIsUnavailable() {
    List<BackendProvider> providers = List.of(new AbsentProvider(), reference());
    assertThatThrownBy(() -> Backends.open("gpu", BackendOptions.defaults(), providers))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "backend gpu was required (carousel.backend=gpu) but is unavailable:"
                + " no device found. Install a driver")
        .hasRootCauseMessage("no device");
  }

  @Test
  void shouldListTheBackendsWhenANameIsUnknown() {
    assertThatThrownBy(() -> Backends.named("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend must be one of [auto, reference], backend=tpu; add the jar of a missing one,"
                + " such as carousel-native-tpu, to the class path");
  }

  @Test
  void shouldSayThatNothingIsAvailableWithEveryReason() {
    assertThatThrownBy(
            () ->
                Backends.open(
                    Backends.AUTO, BackendOptions.defaults(), List.of(new AbsentProvider())))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "a backend must be available, found none; not gpu: no device found. Install a driver");
  }

  @Test
  void shouldObeyTheSystemProperty() {
    System.setProperty(Backends.PROPERTY, "gpu");
    try {
      assertThatThrownBy(Backends::best)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("backend=gpu");
    } finally {
      System.clearProperty(Backends.PROPERTY);
    }
  }

  @Test
  void shouldReportALinePerBackend() {
    assertThat(Backends.report())
        .isEqualTo(
            "reference  available: pure Java, double precision, one thread"
                + System.lineSeparator());
  }
}
