package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.BackendUnavailableException;
import io.carousel.reference.ReferenceProvider;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import io.carousel.spi.NumberType;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
  /** A backend that this machine cannot run. */
  private static final class Broken implements BackendProvider {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int preference() {
      return 9;
    }

    @Override
    public Availability probe() {
      return new Availability.Unavailable("libbroken.so not found", "Install it", null);
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("must not be opened");
    }
  }

  @Test
  void theReferenceIsFoundAndAvailable() {
    assertThat(Backends.found())
        .containsExactly(
            new Backends.Found(
                "reference",
                0,
                new Availability.Available("pure Java, double precision, one thread")));
    assertThat(Backends.report())
        .isEqualTo(
            String.format("reference  available: pure Java, double precision, one thread%n"));
  }

  @Test
  void theReferenceOpensByNameAndAsTheBest() {
    try (Backend named = Backends.named("reference");
        Backend best = Backends.open(Backends.AUTO, BackendOptions.defaults())) {
      assertThat(named.name()).isEqualTo("reference");
      assertThat(named.numberType()).isEqualTo(NumberType.F64);
      assertThat(best.describe()).isEqualTo("reference: pure Java, double precision, one thread");
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Backends.named("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend must be one of [auto, reference], backend=gpu; add the jar of a missing one,"
                + " such as carousel-native-gpu, to the class path");
  }

  @Test
  void aNamedBackendThatCannotRunIsAnError() {
    List<BackendProvider> providers = List.of(new Broken());
    assertThatThrownBy(() -> Backends.open("broken", BackendOptions.defaults(), providers))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "backend broken was required (carousel.backend=broken) but is unavailable:"
                + " libbroken.so not found. Install it");
  }

  @Test
  void autoPassesOverWhatCannotRun() {
    List<BackendProvider> providers = List.of(new Broken(), new ReferenceProvider());
    try (Backend backend = Backends.open("auto", BackendOptions.defaults(), providers)) {
      assertThat(backend.name()).isEqualTo("reference");
    }
  }

  @Test
  void autoWithNothingThatRunsIsAnError() {
    List<BackendProvider> providers = List.of(new Broken());
    assertThatThrownBy(() -> Backends.open("auto", BackendOptions.defaults(), providers))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "a backend must be available, found none; not broken: libbroken.so not found. Install"
                + " it");
  }
}
