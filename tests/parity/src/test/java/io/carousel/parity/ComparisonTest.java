package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-3);

  private static Comparison compare(double[] expected, double... actual) {
    return Comparison.of("case", Tensor.of("y", expected, expected.length), actual, TOLERANCE);
  }

  @Test
  void equalNumbersHaveNoError() {
    Comparison same = compare(new double[] {3, -4}, 3, -4);
    assertThat(same.error()).isZero();
    assertThat(same.ratio()).isZero();
    assertThat(same.agrees()).isTrue();
  }

  @Test
  void theErrorIsRelativeToTheNorm() {
    Comparison near = compare(new double[] {3, -4}, 3, -4.0025);
    assertThat(near.error()).isBetween(4.99e-4, 5.01e-4);
    assertThat(near.ratio()).isBetween(0.499, 0.501);
    assertThat(compare(new double[] {3, -4}, 3, -4.006).agrees()).isFalse();
  }

  @Test
  void aSingleWrongElementIsFoundAmongMany() {
    double[] expected = new double[10_000];
    Arrays.fill(expected, 1);
    double[] actual = expected.clone();
    actual[77] = 1.02;
    Comparison wrong = compare(expected, actual);
    assertThat(wrong.error()).isLessThan(TOLERANCE.relative());
    assertThat(wrong.agrees()).isFalse();
    assertThat(wrong.detail()).isEqualTo("element 77 is 1.02 for 1.0");
  }

  @Test
  void zerosMustBeZero() {
    assertThat(compare(new double[2], 0, 0).agrees()).isTrue();
    assertThat(compare(new double[2], 0, 1e-30).agrees()).isFalse();
    assertThat(compare(new double[0]).agrees()).isTrue();
  }

  @Test
  void whatIsNotANumberNeverAgrees() {
    assertThat(compare(new double[] {1, 2}, 1, Double.NaN).ratio()).isInfinite();
    assertThat(compare(new double[] {Double.NaN}, Double.NaN).agrees()).isFalse();
    assertThat(compare(new double[] {1}, Double.POSITIVE_INFINITY).agrees()).isFalse();
  }

  @Test
  void aMissingTensorOrAnotherSizeNeverAgrees() {
    assertThat(compare(new double[] {1}, 1, 2).detail()).isEqualTo("expected 1 elements, got 2");
    Tensor one = Tensor.scalar("y", 1);
    assertThat(Comparison.of("case", one, null, TOLERANCE).agrees()).isFalse();
  }

  @Test
  void textIsTheSameOrNot() {
    assertThat(Comparison.ofText("case", "text", "a", "a").agrees()).isTrue();
    assertThat(Comparison.ofText("case", "text", "a", "b").detail())
        .isEqualTo("expected <a> got <b>");
  }
}
