package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.BackendUnavailableException;
import io.carousel.spi.Availability;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.BackendProvider;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsTest {
  /** A backend of the day after tomorrow, which this machine has not. */
  private record AbsentProvider(Availability state) implements BackendProvider {
    AbsentProvider() {
      this(
          new Availability.Unavailable(
              "no device found", "Install a driver", new IllegalStateException("no device")));
    }

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
      return state;
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("an unavailable backend must not be opened");
    }
  }

  private static BackendProvider reference() {
    return java.util.ServiceLoader.load(BackendProvider.class).findFirst().orElseThrow();
  }

  private static Providers providers(BackendProvider... providers) {
    return new Providers(List.of(providers), List.of());
  }

  /** A backend that only shows when it is opened that it cannot run. */
  private record FailingProvider(Throwable failure) implements BackendProvider {
    @Override
    public String name() {
      return "cpu";
    }

    @Override
    public int preference() {
      return 10;
    }

    @Override
    public Availability probe() {
      return new Availability.Available("fast");
    }

    @Override
    public Backend open(BackendOptions options) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  /** Opens the best backend, which must be the reference, and answers what was logged. */
  private static String opened(Providers providers) {
    List<String> lines =
        LogLines.of(
            Backends.class,
            () -> {
              BackendOptions options = BackendOptions.defaults();
              try (Backend backend = Backends.open(Backends.AUTO, options, providers)) {
                assertThat(backend.name()).isEqualTo("reference");
              }
            });
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static final String ON_REFERENCE =
      "running on reference: pure Java, double precision, one thread";

  private static final String ANOTHER_COPY =
      ". Take another copy of its jar, and all jars that it needs, of one release";

  private static final String TO_THE_CLASS_PATH =
      " to the class path, and in a shaded jar merge the files in META-INF/services";

  @Test
  void shouldTellWhyABackendCouldNotBeLoadedInTheLineThatSaysWhatRuns() {
    Throwable failure = new BackendUnavailableException("no library. Add one", null);
    assertThat(opened(providers(new FailingProvider(failure), reference())))
        .isEqualTo("INFO " + ON_REFERENCE + "; not cpu: no library. Add one");
  }

  /** Most machines have no GPU: that is no news, but for those who want one. */
  @Test
  void shouldTellInAFewWordsWhatOnlyConcernsThoseWhoAskForIt() {
    Availability state =
        new Availability.Unavailable(
            "no driver, found=none. Of all", "Install it", "no driver", null);
    Providers providers = providers(new AbsentProvider(state), reference());
    assertThat(opened(providers)).isEqualTo("INFO " + ON_REFERENCE + "; not gpu: no driver");
    assertThatThrownBy(() -> Backends.open("gpu", BackendOptions.defaults(), providers))
        .hasMessageEndingWith("is unavailable: no driver, found=none. Of all. Install it");
  }

  @Test
  void shouldWarnWhereAJarIsDamaged() {
    Throwable failure = BackendUnavailableException.damaged("wrong library. Replace it", null);
    assertThat(opened(providers(new FailingProvider(failure), reference())))
        .isEqualTo("WARNING " + ON_REFERENCE + "; not cpu: wrong library. Replace it");
  }

  @Test
  void shouldWarnWhereAClassIsMissingAndRefuseIfTheBackendIsNamed() {
    Providers providers =
        providers(new FailingProvider(new NoClassDefFoundError("io/carousel/Lost")), reference());
    String why =
        "its classes must be loadable, cause=java.lang.NoClassDefFoundError: io/carousel/Lost"
            + ANOTHER_COPY;
    assertThat(opened(providers)).isEqualTo("WARNING " + ON_REFERENCE + "; not cpu: " + why);
    assertThatThrownBy(() -> Backends.open("cpu", BackendOptions.defaults(), providers))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("backend cpu was required (carousel.backend=cpu) but is unavailable: " + why);
  }

  @Test
  void shouldGoOnAfterAProviderThatCannotBeMade() {
    Iterator<BackendProvider> found =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < 2;
          }

          @Override
          public BackendProvider next() {
            if (next++ == 0) {
              throw new ServiceConfigurationError(
                  "Unable to get public no-arg constructor",
                  new NoClassDefFoundError("io/carousel/Lost"));
            }
            return reference();
          }
        };
    Providers providers = Providers.of(found);
    String broken =
        "; a backend is broken: its provider must be loadable,"
            + " cause=java.util.ServiceConfigurationError: Unable to get public no-arg constructor,"
            + " root=java.lang.NoClassDefFoundError: io/carousel/Lost"
            + ANOTHER_COPY;
    assertThat(opened(providers)).isEqualTo("WARNING " + ON_REFERENCE + broken);
    assertThatThrownBy(() -> Backends.open("cpu", BackendOptions.defaults(), providers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend must be one of [auto, reference], backend=cpu; add carousel-native-cpu"
                + TO_THE_CLASS_PATH
                + broken);
  }

  /** A jar of which the provider is left and little else. */
  @Test
  void shouldReportWhatIsBroken() {
    BackendProvider broken =
        new BackendProvider() {
          @Override
          public String name() {
            return "cpu";
          }

          @Override
          public int preference() {
            return 10;
          }

          @Override
          public Availability probe() {
            throw new NoClassDefFoundError("io/carousel/Lost");
          }

          @Override
          public Backend open(BackendOptions options) {
            throw new AssertionError("what cannot be probed must not be opened");
          }
        };
    String why =
        "its classes must be loadable, cause=java.lang.NoClassDefFoundError: io/carousel/Lost"
            + ANOTHER_COPY;
    assertThat(opened(providers(broken, reference())))
        .isEqualTo("WARNING " + ON_REFERENCE + "; not cpu: " + why);
    assertThat(Backends.report(new Providers(List.of(broken), List.of("no provider"))))
        .isEqualToNormalizingNewlines(
            "cpu        unavailable: " + why + "\n?          broken: no provider\n");
  }

  /** What is asked for in vain is no failure to load. */
  @Test
  void shouldNotFallBackFromOptionsThatAreWrong() {
    Throwable failure = new IllegalArgumentException("device must be 0, device=1");
    assertThatThrownBy(() -> opened(providers(new FailingProvider(failure), reference())))
        .isSameAs(failure);
  }

  @Test
  void shouldRunOnTheReferenceWhereNothingBetterIs() {
    try (Backend backend = Backends.best()) {
      assertThat(backend.name()).isEqualTo("reference");
    }
  }

  @Test
  void shouldPassOverAnUnavailableBackendUnderAuto() {
    Providers providers = providers(new AbsentProvider(), reference());
    try (Backend backend = Backends.open(Backends.AUTO, BackendOptions.defaults(), providers)) {
      assertThat(backend.name()).isEqualTo("reference");
    }
  }

  @Test
  void shouldSayReasonAndRemedyWhenARequiredBackendIsUnavailable() {
    Providers providers = providers(new AbsentProvider(), reference());
    assertThatThrownBy(() -> Backends.open("gpu", BackendOptions.defaults(), providers))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "backend gpu was required (carousel.backend=gpu) but is unavailable:"
                + " no device found. Install a driver")
        .hasRootCauseMessage("no device");
  }

  /** What nobody has found may still be published, and then its error says which jar to add. */
  @ParameterizedTest
  @CsvSource({
    "'', auto",
    "' ', auto",
    "AUTO, auto",
    "Reference, reference",
    "refrence, reference",
    "'cpu ', cpu",
    "gpus, gpu",
    "Java, reference",
    "q, cpu",
    "o, auto",
  })
  void shouldNameTheClosestWhenANameIsUnknown(String name, String closest) {
    assertThatThrownBy(() -> Backends.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend must be one of [auto, reference], backend="
                + name
                + "; use "
                + closest
                + ", or add the jar of another backend"
                + TO_THE_CLASS_PATH);
  }

  @ParameterizedTest
  @CsvSource({"cpu, cpu", "gpu, gpu", "CPU, cpu", "cuda, gpu", "OneDNN, cpu"})
  void shouldSayWhichJarBringsABackend(String name, String backend) {
    assertThatThrownBy(() -> Backends.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backend must be one of [auto, reference], backend="
                + name
                + "; add carousel-native-"
                + backend
                + TO_THE_CLASS_PATH);
  }

  @Test
  void shouldSayThatNothingIsAvailableWithEveryReason() {
    assertThatThrownBy(
            () ->
                Backends.open(
                    Backends.AUTO, BackendOptions.defaults(), providers(new AbsentProvider())))
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

  @Test
  void shouldFindTheReference() {
    assertThat(Backends.found())
        .containsExactly(
            new Backends.Found(
                "reference",
                reference().preference(),
                new Availability.Available("pure Java, double precision, one thread")));
  }

  @Test
  void shouldOpenABackendWithThePlanCacheAskedFor() {
    BackendOptions options = BackendOptions.defaults().withPlanCache(5);
    try (Backend backend = Backends.open("reference", options)) {
      assertThat(backend.planCache()).isEqualTo(5);
    }
  }
}
