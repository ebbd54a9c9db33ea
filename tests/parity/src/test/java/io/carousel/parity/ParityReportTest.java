package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.spi.Precision;
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
          Precision.STRICT,
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
            "cpu: oneDNN, strict: 3 comparisons in 2 cases, 1 disagree, 1 cases refused, worst"
                + " error/tolerance 4.00",
            "tolerance in strict: 8 eps ceil(log2(K T)), eps = 2^-23; twice that for gradients",
            "tensor      shape               error  tolerance      ratio  verdict",
            "layer: dh0  1                2.00e+00   5.00e-01   4.00e+00  DISAGREES element 0 is"
                + " 3.0 for 1.0",
            "layer: dx   1                2.50e-01   5.00e-01   5.00e-01  agrees",
            "... and 1 more that agree",
            "refused: cpu cannot run layer 0 (gru)");
  }

  @Test
  void theWholeTableShowsEverything() {
    assertThat(REPORT.table(Integer.MAX_VALUE).lines()).hasSize(7);
  }

  @Test
  void aRefusedPrecisionDoesNotAgree() {
    ParityResult refused = new ParityResult("fp16", List.of(), "cpu computes in float32 only");
    ParityReport report = new ParityReport("cpu", Precision.FP16, List.of(refused));
    assertThat(report.agrees()).isFalse();
    assertThat(report.table(1).lines())
        .containsExactly(
            "cpu, fp16: 0 comparisons in 0 cases, 0 disagree, 1 cases refused, worst"
                + " error/tolerance 0.00",
            "tolerance in fp16: 8 eps ceil(log2(K T)), eps = 2^-23, and for matrix products 3 u"
                + " sqrt(1 + 0.3 (T - 1)), u = 2^-11 (absolutely too, u = 2^-25); twice that for"
                + " gradients",
            "tensor  shape               error  tolerance      ratio  verdict",
            "refused: cpu computes in float32 only");
  }

  @Test
  void aReportOfNothingDoesNotAgree() {
    assertThat(new ParityReport("none", Precision.STRICT, List.of()).agrees()).isFalse();
  }
}
