package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.benchmarks.Shape;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import org.junit.jupiter.api.Test;

class CaseNumbersTest {
  private static final Shape SHAPE = new Shape(3, 2, 4, 5);

  /** Computed in Python by the arithmetic that the class describes. */
  @Test
  void theNumbersAreThoseOfOtherLanguages() {
    assertThat(CaseNumbers.number(0, 0)).isEqualTo(-0x1.a1f828p-2);
    assertThat(CaseNumbers.number(0, 1)).isEqualTo(0x1.f0de38p-2);
    assertThat(CaseNumbers.number(4, 0)).isEqualTo(0x1.826978p-2);
    assertThat(CaseNumbers.number(10, 123456789)).isEqualTo(-0x1.14bfb8p-1);
    assertThat(CaseNumbers.number(11, 3)).isEqualTo(-0x1.c55e7cp-1);
  }

  @Test
  void everyTensorHasNumbersOfItsOwn() {
    ParameterLayout layout = ParameterLayout.of(NetworkSpec.input(4).lstm(5).finalState().dense(1));
    double[] weights = CaseNumbers.weights(layout, 5);
    assertThat(weights).hasSize(4 * 5 * (4 + 5 + 1) + 5 + 1).doesNotHaveDuplicates();
    assertThat(weights[0]).isEqualTo(CaseNumbers.number(0, 0) / Math.sqrt(5));
    assertThat(weights[80]).isEqualTo(CaseNumbers.number(1, 0) / Math.sqrt(5));
    assertThat(weights[weights.length - 1]).isEqualTo(CaseNumbers.number(4, 0) / Math.sqrt(5));
    assertThat(CaseNumbers.features(SHAPE))
        .hasSize(24)
        .startsWith((float) CaseNumbers.number(10, 0));
    assertThat(CaseNumbers.targets(SHAPE)).hasSize(2).startsWith((float) CaseNumbers.number(11, 0));
  }
}
