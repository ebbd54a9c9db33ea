package io.carousel.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChartTest {
  @Test
  void drawsWhatCameAndWhatWasForetold() {
    String picture = Chart.of(new double[] {0, 10, 20}, new double[] {10, 10, 0}, 3, 2);
    assertThat(picture.lines())
        .containsExactly(
            "     20.0 |     o", "     10.0 | x *", "      0.0 | o   x", "          +------");
  }
}
