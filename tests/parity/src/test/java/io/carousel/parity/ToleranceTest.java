package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import org.junit.jupiter.api.Test;

class ToleranceTest {
  private static final double EPSILON = 0x1p-23;

  @Test
  void growsWithTheLogarithmOfLengthAndSteps() {
    assertThat(Tolerance.of(256, 32).relative()).isEqualTo(8 * EPSILON * 13);
    assertThat(Tolerance.of(257, 32).relative()).isEqualTo(8 * EPSILON * 14);
  }

  @Test
  void aSingleNumberHasTheToleranceOfOneDoubling() {
    assertThat(Tolerance.of(1, 1).relative()).isEqualTo(8 * EPSILON);
  }

  @Test
  void gradientsHaveTwiceTheTolerance() {
    assertThat(Tolerance.of(16, 1).doubled()).isEqualTo(new Tolerance(8 * EPSILON * 8));
  }

  @Test
  void layersAddTheirTolerances() {
    NetworkSpec network = NetworkSpec.input(5).lstm(10).finalState().dense(1);
    double expected = 8 * EPSILON * (7 + 1 + 4);
    assertThat(Accumulation.forward(network, 7, Precision.STRICT).relative())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void gradientsOfWeightsAreSumsOverTheBatch() {
    NetworkSpec network = NetworkSpec.input(1).dense(1);
    PlanShape shape = new PlanShape(1, 64, false, false, Precision.STRICT);
    assertThat(Accumulation.gradient(network, shape))
        .isEqualTo(new Tolerance(8 * EPSILON * 6).doubled());
  }

  @Test
  void roundedFactorsAddTheirOwn() {
    assertThat(Tolerance.ofRounding(Precision.STRICT, 7)).isEqualTo(Tolerance.EXACT);
    assertThat(Tolerance.ofRounding(Precision.BF16, 1).relative()).isEqualTo(3 * 0x1p-8);
    assertThat(Tolerance.ofRounding(Precision.TF32, 11).relative()).isEqualTo(3 * 2 * 0x1p-11);
    assertThat(Tolerance.ofRounding(Precision.FP16, 51))
        .isEqualTo(new Tolerance(3 * 4 * 0x1p-11, 3 * 4 * 0x1p-25));
  }

  @Test
  void layersWithoutProductsAreAsStrictAsEver() {
    NetworkSpec network = NetworkSpec.tokens(5).embedding(3).dropout(0.5).lastPosition();
    assertThat(Accumulation.forward(network, 7, Precision.BF16))
        .isEqualTo(Accumulation.forward(network, 7, Precision.STRICT));
  }

  @Test
  void theAbsolutePartIsForSmallNumbers() {
    Tolerance tolerance = new Tolerance(1e-3, 1e-6);
    Tensor small = Tensor.of("dh0", new double[] {1e-6, 0, -1e-6}, 3);
    double[] nothing = new double[3];
    assertThat(Comparison.of("case", small, nothing, tolerance).agrees()).isTrue();
    assertThat(Comparison.of("case", small, nothing, new Tolerance(1e-3)).agrees()).isFalse();
    Tensor large = Tensor.of("dh0", new double[] {1e-3, 0, -1e-3}, 3);
    assertThat(Comparison.of("case", large, nothing, tolerance).agrees()).isFalse();
    double[] near = {1e-3 + 1.9e-6, 0, -1e-3};
    assertThat(Comparison.of("case", large, near, tolerance).agrees()).isTrue();
  }

  @Test
  void wouldNotPassTheRoundingOfHalfPrecisionFactors() {
    double largest = Tolerance.of(1024, 128).doubled().relative();
    assertThat(largest).isLessThan(Math.scalb(1.0, -11));
  }
}
