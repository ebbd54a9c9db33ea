package io.carousel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final List<String> ALL = List.of("a", "b", "c", "b");

  @Test
  void findsTheFirstOfEachName() {
    assertThat(Positions.of(List.of("c", "b", "c"), ALL, "column")).containsExactly(2, 1, 2);
    assertThat(Positions.of(List.of("b"), ALL, "column")).containsExactly(1);
    assertThat(Positions.of(List.of(), ALL, "column")).isEmpty();
    assertThat(Positions.of("c", ALL, "column")).isEqualTo(2);
  }

  @Test
  void saysWhichNameIsNotThere() {
    String message = "column must be one of [a, b, c, b], column=d";
    assertThatThrownBy(() -> Positions.of(List.of("a", "d"), ALL, "column")).hasMessage(message);
    assertThatThrownBy(() -> Positions.of(List.of("d"), ALL, "column")).hasMessage(message);
    assertThatThrownBy(() -> Positions.of("d", ALL, "column")).hasMessage(message);
  }
}
