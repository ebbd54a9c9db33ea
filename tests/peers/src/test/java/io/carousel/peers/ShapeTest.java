package io.carousel.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void shapesAreSeparatedBySemicolons() {
    assertThat(Shape.parseAll("48,32,8,32; 100,1,64,128;"))
        .containsExactly(new Shape(48, 32, 8, 32), new Shape(100, 1, 64, 128));
  }

  @Test
  void flopsCountTheProductsOfForwardAndTwiceThatBackward() {
    Shape shape = new Shape(2, 3, 5, 7);
    assertThat(shape.forwardFlops()).isEqualTo(2 * 2 * 3 * 4 * 7 * (5 + 7));
    assertThat(shape.stepFlops()).isEqualTo(3 * shape.forwardFlops());
  }

  @Test
  void refusalsNameTheShape() {
    assertThatThrownBy(() -> Shape.parseAll("48,32,8"))
        .hasMessage("a shape must be T,N,I,H, shape=48,32,8; write 100,32,64,128");
    assertThatThrownBy(() -> Shape.parseAll("48,32,8,x"))
        .hasMessage("T, N, I and H must be whole numbers, shape=48,32,8,x; write 100,32,64,128");
    assertThatThrownBy(() -> Shape.parseAll("48,0,8,32"))
        .hasMessage("T, N, I and H must be positive, shape=48,0,8,32; write 100,32,64,128");
  }
}
