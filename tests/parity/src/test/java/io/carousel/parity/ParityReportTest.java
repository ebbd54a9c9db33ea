package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParityReportTest {
  private static Comparison of(String tensor, double actual) {
    Tensor expected = Tensor.scalar(tensor, 1);
    return Comparison.of("layer", expected, new double[] {actual}, new Tolerance(0.5));
  }

  private static final ParityReport REPORT =
      new ParityReport(
          "cpu: oneDNN",
          List.of(
              new ParityResult("a", List.of(of("y", 1), of("dx", 1.25)), null),
              new ParityResult("b", List.of(of("dh0", 3)), null),
              new ParityResult("c", List.of(), "cpu cannot run layer 0 (gru)")));

  @Test
  void theWorstComesFirst() {
    assertThat(REPORT.comparisons())
        .extracting(Comparison::tensor)
        .containsExactly("dh0", "dx", "y");
    assertThat(REPORT.worstRatio()).isEqualTo(4);
    assertThat(REPORT.failures()).extracting(Comparison::tensor).containsExactly("dh0");
    assertThat(REPORT.agrees()).isFalse();
  }

  @Test
  void theTableShowsAllThatDisagreesAndAllRefusals() {
    assertThat(REPORT.table(1).lines())
        .containsExactly(
            "cpu: oneDNN: 3 comparisons in 2 cases, 1 disagree, 1 cases refused, worst"
                + " error/tolerance 4.00",
            "tensor      shape               error  tolerance      ratio  verdict",
            "layer: dh0  1                2.00e+00   5.00e-01   4.00e+00  DISAGREES element 0 is"
                + " 3.0 for 1.0",
            "layer: dx   1                2.50e-01   5.00e-01   5.00e-01  agrees",
            "... and 1 more that agree",
            "refused: cpu cannot run layer 0 (gru)");
  }

  @Test
  void aReportOfNothingDoesNotAgree() {
    assertThat(new ParityReport("none", List.of()).agrees()).isFalse();
  }
}
