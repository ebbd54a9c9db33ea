package io.carousel.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
            "y must agree with the reference before anything is timed, error=0\\.5\\d*,"
                + " tolerance=5\\.7\\d*E-6, backend=x, element 1 is -3.0 for -2.0;"
                + " run the parity tests");
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
  void aSingleElementMayNotBeFarOff() {
    double[] expected = new double[1000];
    Arrays.fill(expected, 1);
    double[] actual = expected.clone();
    actual[7] += 1.2e-4;
    assertThatThrownBy(() -> new Agreement("backend=x", SHAPE).forward("y", expected, actual))
        .hasMessageContaining("error=3.79")
        .hasMessageContaining("tolerance=5.7")
        .hasMessageContaining(", element 7 is 1.00012 for 1.0;");
  }

  @Test
  void theLengthsMustBeTheSame() {
    assertThatThrownBy(
            () -> new Agreement("backend=x", SHAPE).forward("y", EXPECTED, new double[] {1, -2}))
        .hasMessageContaining("expected 3 elements, got 2");
  }

  @Test
  void whatIsNoNumberNeverAgrees() {
    Agreement agreement = new Agreement("backend=x", SHAPE);
    assertThatThrownBy(() -> agreement.gradient("y", EXPECTED, scaled(Double.NaN)))
        .hasMessageContaining("error=Infinity");
  }
}
