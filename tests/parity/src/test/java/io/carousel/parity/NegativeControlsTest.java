package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.parity.float32.Fault;
import io.carousel.parity.float32.Float32Backend;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite finds every fault, and finds none where there is none. */
class NegativeControlsTest {
  /** Layers that take longer than this many multiplications are left to the full suite. */
  private static final long AFFORDABLE = 100_000;

  private static final List<ParityCase> CASES =
      ParitySuite.cases().stream().filter(NegativeControlsTest::affordable).toList();

  private static boolean affordable(ParityCase one) {
    if (one instanceof DeterminismCase determinism) {
      return determinism.course().sequences() <= 3;
    }
    boolean recurrent =
        one instanceof LayerCase layer
            && layer.layer().spec() instanceof io.carousel.model.RecurrentSpec;
    return !recurrent || LayerCases.cost((LayerCase) one) <= AFFORDABLE;
  }

  private static ParityReport report(Fault fault) {
    Function<BackendOptions, Backend> opener = o -> new Float32Backend(fault, o.threads());
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend candidate = opener.apply(BackendOptions.defaults())) {
      return ParitySuite.run(new Pair(reference, candidate, opener), CASES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsFoundAndNothingElse(Fault fault) {
    ParityReport report = report(fault);
    List<Comparison> failures = report.failures();
    System.out.printf(
        "%-24s %4d disagree, median factor %9.3g, worst finite factor %9.3g%n",
        fault, failures.size(), median(failures), worstFinite(failures));
    assertThat(report.agrees()).as(report.table(0)).isEqualTo(fault.harmless());
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
