package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.parity.float32.Fault;
import io.carousel.parity.float32.Float32Backend;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite finds every fault, and finds none where there is none. */
class NegativeControlsTest {
  /** Layers that take longer than this many multiplications are left to the full suite. */
  private static final long AFFORDABLE = 20_000;

  private static final double AN_ORDER = 10;
  private static final double A_QUARTER = 0.25;

  private static final List<ParityCase> CASES =
      ParitySuite.cases(Precision.STRICT).stream()
          .filter(NegativeControlsTest::affordable)
          .toList();

  private static boolean affordable(ParityCase one) {
    if (one instanceof DeterminismCase determinism) {
      return determinism.course().sequences() <= 3;
    }
    if (one instanceof NetworkCase network) {
      return network.sequences() <= 3;
    }
    boolean recurrent = one instanceof LayerCase layer && layer.layer().spec().carriesState();
    return !recurrent || LayerCases.cost((LayerCase) one) <= AFFORDABLE;
  }

  /** What only these faults can spoil, and takes long. */
  private static final Set<Fault> LASTING =
      EnumSet.of(
          Fault.NONE,
          Fault.ROUGH_FUNCTIONS,
          Fault.MOMENT_NOT_RESTORED,
          Fault.NOT_REPEATABLE,
          Fault.THREADS_LOSE);

  private static boolean telling(ParityCase one, Fault fault) {
    boolean lasting = one instanceof ExchangeCase || one instanceof DeterminismCase;
    return !lasting || LASTING.contains(fault);
  }

  private static ParityReport report(Fault fault) {
    Function<BackendOptions, Backend> opener = o -> new Float32Backend(fault, o.threads());
    List<ParityCase> cases =
        fault == Fault.ROUGH_FUNCTIONS
            ? ParitySuite.cases(Precision.STRICT)
            : CASES.stream().filter(one -> telling(one, fault)).toList();
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend candidate = opener.apply(BackendOptions.defaults())) {
      return ParitySuite.run(new Pair(reference, candidate, opener), cases);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "SCALE_SHOWN",
        "SCALE_STUCK",
        "SCALE_OF_THE_START"
      }) // of fp16, see RoundedControlsTest
  void everyFaultIsFoundByAnOrderAndNoneWhereThereIsNone(Fault fault) {
    ParityReport report = report(fault);
    List<Comparison> failures = report.failures();
    System.out.printf(
        "%-24s %4d of %4d disagree, median factor %9.3g, worst %9.3g, worst finite %9.3g%n",
        fault,
        failures.size(),
        report.comparisons().size(),
        median(failures),
        report.worstRatio(),
        worstFinite(failures));
    if (fault.harmless()) {
      System.out.print(report.table(10));
      assertThat(report.agrees()).as(report.table(0)).isTrue();
      assertThat(fault != Fault.NONE || report.worstRatio() < A_QUARTER).isTrue();
    } else {
      assertThat(report.worstRatio()).as(report.summary()).isGreaterThan(AN_ORDER);
    }
  }

  private static double median(List<Comparison> failures) {
    return failures.isEmpty() ? 0 : failures.get(failures.size() / 2).ratio();
  }

  private static double worstFinite(List<Comparison> failures) {
    return failures.stream()
        .mapToDouble(Comparison::ratio)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  @Test
  void theReferenceAgreesWithItself() {
    Function<BackendOptions, Backend> opener = o -> Backends.open(ParitySuite.REFERENCE, o);
    try (Backend one = opener.apply(BackendOptions.defaults());
        Backend other = opener.apply(BackendOptions.defaults())) {
      ParityReport report = ParitySuite.run(new Pair(one, other, opener), CASES);
      assertThat(report.agrees()).isTrue();
      assertThat(report.worstRatio()).isZero();
    }
  }
}
