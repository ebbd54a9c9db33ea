package io.carousel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @Test
  void theFileHasTheDefaultShapes() {
    assertThat(Shapes.standard())
        .extracting(Shape::toString)
        .containsExactly(
            "48,32,8,32",
            "100,32,64,128",
            "100,64,128,256",
            "35,20,200,200",
            "50,128,512,512",
            "25,64,512,512",
            "25,16,1024,1024",
            "100,1,64,128");
    assertThat(Shapes.named(Shapes.FIRST)).isEqualTo(new Shape(48, 32, 8, 32));
  }

  @Test
  void aListIsReadInItsOrder() {
    assertThat(Shapes.parse("1,2,3,4; 5,6,7,8"))
        .containsExactly(new Shape(1, 2, 3, 4), new Shape(5, 6, 7, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2,3", "1,2,3,4,5", "1,2,3,0", "1,2,3,-4", "1,2,3,x", "1,2,,4"})
  void whatIsNoShapeIsRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a shape must be four positive numbers, shape="
                + text
                + "; write T,N,I,H as 48,32,8,32");
  }

  @Test
  void operationsAreThoseOfTheProducts() {
    Shape shape = new Shape(100, 32, 64, 128);
    assertThat(shape.positions()).isEqualTo(3200);
    assertThat(shape.forwardFlops()).isEqualTo(2.0 * 4 * 128 * (64 + 128));
    assertThat(shape.backwardFlops()).isEqualTo(2 * shape.forwardFlops());
  }
}
