package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.parity.ParityReport;
import io.carousel.parity.ParitySuite;
import org.junit.jupiter.api.Test;

/**
 * The whole parity suite over the GPU backend on pretend libraries. It proves the plumbing:
 * layouts, arguments, order, own kernels. It says nothing of cuDNN and cuBLAS; that is what the
 * suite on a real device is for.
 */
@Emulated
class BackendParityTest {
  @Test
  void theBackendAgreesWithTheReferenceAndRefusesNothing() {
    ParityReport report = ParitySuite.run("gpu");
    System.out.println("plumbing only, not cuDNN: " + report.summary());
    assertThat(report.failures()).isEmpty();
    assertThat(report.refusals()).isEmpty();
    assertThat(report.comparisons()).hasSizeGreaterThan(4000);
  }
}
