package io.carousel.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Shape SHAPE = new Shape(7, 1, 3, 5);
  private static final double[] EXPECTED = {1, -2, 2};

  private static double[] scaled(double factor) {
    return new double[] {factor, -2 * factor, 2 * factor};
  }

  @Test
  void roundingsAgreeAndAThousandthDoesNot() {
    Agreement agreement = new Agreement("backend=x", SHAPE);
    assertThatCode(() -> agreement.forward("y", EXPECTED, scaled(1 + 5e-6)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> agreement.forward("y", EXPECTED, scaled(1.001)))
        .hasMessageContaining("y must agree");
    assertThatThrownBy(() -> agreement.forward("y", EXPECTED, scaled(1.5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "y must agree with the reference before anything is timed, error=0\\.5,"
                + " tolerance=5\\.7\\d*E-6, backend=x; run the parity tests");
  }

  @Test
  void gradientsMayBeTwiceAsFar() {
    Agreement agreement = new Agreement("backend=x", SHAPE);
    assertThatThrownBy(() -> agreement.forward("dW", EXPECTED, scaled(1 + 9e-6)))
        .hasMessageContaining("dW must agree");
    assertThatCode(() -> agreement.gradient("dW", EXPECTED, scaled(1 + 9e-6)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsNoNumberNeverAgrees() {
    Agreement agreement = new Agreement("backend=x", SHAPE);
    assertThatThrownBy(() -> agreement.gradient("y", EXPECTED, scaled(Double.NaN)))
        .hasMessageContaining("error=NaN");
  }
}
