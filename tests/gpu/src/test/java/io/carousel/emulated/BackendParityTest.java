package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.parity.ParityReport;
import io.carousel.parity.ParitySuite;
import io.carousel.spi.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole parity suite over the GPU backend on pretend libraries. It proves the plumbing:
 * layouts, arguments, order, own kernels, where numbers are rounded. It says nothing of cuDNN and
 * cuBLAS; that is what the suite on a real device is for.
 */
@Emulated
class BackendParityTest {
  @ParameterizedTest
  @EnumSource
  void theBackendAgreesWithTheReferenceAndRefusesNothing(Precision precision) {
    ParityReport report = ParitySuite.run("gpu", precision, 0);
    System.out.println("plumbing only, not cuDNN, " + precision + ": " + report.summary());
    assertThat(report.failures()).isEmpty();
    assertThat(report.refusals()).isEmpty();
    assertThat(report.comparisons()).hasSizeGreaterThan(400);
  }
}
