package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.spi.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static boolean agree(Precision precision, double... actual) {
    return Checks.agree(precision, List.of(new double[] {0.5, 0.25}, actual));
  }

  @Test
  void roundingsAgreeAndMoreDoesNot() {
    assertThat(agree(Precision.STRICT, 0.500049, 0.250024)).isTrue();
    assertThat(agree(Precision.STRICT, 0.500051, 0.25)).isFalse();
    assertThat(agree(Precision.STRICT, 0.5, 0.250026)).isFalse();
    assertThat(agree(Precision.TF32, 0.5099, 0.2451)).isTrue();
    assertThat(agree(Precision.TF32, 0.5, 0.2449)).isFalse();
  }

  @Test
  void inHalfPrecisionTheFirstNumberDecides() {
    assertThat(agree(Precision.FP16, 0.5099, 0.5)).isTrue();
    assertThat(agree(Precision.BF16, 0.5101, 0.25)).isFalse();
  }

  @Test
  void whatIsMissingOrNoNumberDiffers() {
    assertThat(agree(Precision.STRICT, 0.5, Double.NaN)).isFalse();
    assertThat(agree(Precision.STRICT, 0.5, 0.25, 0.125)).isFalse();
    assertThat(Checks.agree(Precision.STRICT, List.of(new double[] {0.5}))).isTrue();
  }
}
