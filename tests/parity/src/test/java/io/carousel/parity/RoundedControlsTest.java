package io.carousel.parity;

import static io.carousel.spi.Precision.BF16;
import static io.carousel.spi.Precision.FP16;
import static io.carousel.spi.Precision.TF32;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.parity.float32.Fault;
import io.carousel.parity.float32.Float32Backend;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tolerances of rounded factors: honest rounding stays within them by about the factor that
 * they allow for it, and what is wrong does not, as far as it can be told from rounding at all. A
 * gradient wrong by 1 % cannot in bf16.
 */
class RoundedControlsTest {
  private static final long AFFORDABLE = 20_000;

  /** Wrong by so many tolerances. */
  private static final double CLEARLY = 3;

  private static List<ParityCase> cases(Precision precision) {
    return ParitySuite.cases(precision).stream().filter(RoundedControlsTest::affordable).toList();
  }

  private static boolean affordable(ParityCase one) {
    if (one instanceof DeterminismCase) {
      return false;
    }
    if (one instanceof NetworkCase network) {
      return network.sequences() <= 3;
    }
    boolean recurrent = one instanceof LayerCase layer && layer.layer().spec().carriesState();
    return !recurrent || LayerCases.cost((LayerCase) one) <= AFFORDABLE;
  }

  private static ParityReport report(Precision precision, Fault fault) {
    return report(precision, fault, cases(precision));
  }

  private static ParityReport report(Precision precision, Fault fault, List<ParityCase> cases) {
    Function<BackendOptions, Backend> opener = o -> new Float32Backend(fault, o.threads());
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend candidate = opener.apply(BackendOptions.defaults())) {
      return ParitySuite.run(new Pair(reference, candidate, opener, precision), cases);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRICT")
  void honestRoundingUsesAboutHalfOfItsTolerance(Precision precision) {
    ParityReport report = report(precision, Fault.NONE);
    System.out.print(report.table(3));
    assertThat(report.agrees()).as(report.table(0)).isTrue();
    assertThat(report.worstRatio()).isBetween(0.3, 0.75);
  }

  /** A swapped gate is not rounding, in 8 bits neither. */
  private static final List<Fault> IN_ALL =
      List.of(
          Fault.STEP_DROPPED,
          Fault.GATES_SWAPPED,
          Fault.FORGET_BIAS_FORGOTTEN,
          Fault.LENGTH_IGNORED,
          Fault.PADDING_NOT_ZEROED,
          Fault.STATE_LOST,
          Fault.CELL_GRADIENT_LOST,
          Fault.GRADIENT_OVERWRITTEN,
          Fault.RESET_BEFORE_PRODUCT,
          Fault.STALE_WEIGHTS,
          Fault.NO_MASTER_WEIGHTS);

  static Stream<Arguments> controls() {
    Stream<Arguments> all =
        Stream.of(TF32, FP16, BF16)
            .flatMap(p -> IN_ALL.stream().map(fault -> Arguments.of(p, fault)));
    Stream<Arguments> finer =
        Stream.of(
            Arguments.of(TF32, Fault.GRADIENT_SCALED),
            Arguments.of(FP16, Fault.GRADIENT_SCALED),
            Arguments.of(TF32, Fault.BF16),
            Arguments.of(FP16, Fault.BF16),
            Arguments.of(FP16, Fault.SCALE_SHOWN),
            Arguments.of(FP16, Fault.SCALE_STUCK),
            Arguments.of(FP16, Fault.SCALE_OF_THE_START));
    return Stream.concat(all, finer);
  }

  @ParameterizedTest
  @MethodSource("controls")
  void whatIsWrongIsFound(Precision precision, Fault fault) {
    ParityReport report = report(precision, fault);
    assertThat(report.worstRatio()).as(report.summary()).isGreaterThan(CLEARLY);
  }

  @Test
  void aResumeAtTheWrongScaleIsFoundByItsOwnCase() {
    List<ParityCase> resume = List.of(new ScaledResumeCase());
    assertThat(report(FP16, Fault.NONE, resume).failures()).isEmpty();
    assertThat(report(FP16, Fault.SCALE_OF_THE_START, resume).worstRatio()).isGreaterThan(CLEARLY);
  }
}
