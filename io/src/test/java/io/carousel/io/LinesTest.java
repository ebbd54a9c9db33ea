package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static Lines of(long... lines) {
    Lines of = new Lines();
    for (long line : lines) {
      of.add(line);
    }
    return of;
  }

  private static long[] all(Lines lines) {
    return IntStream.range(0, lines.size()).mapToLong(lines::get).toArray();
  }

  @Test
  void keepsLinesWithBreaksBetween() {
    long[] lines = {2, 3, 4, 7, 8, 12, 20, 21, 40, 50, 51};
    assertThat(all(of(lines))).containsExactly(lines);
  }

  @Test
  void takesBackTheLastLineWhereverItStands() {
    Lines lines = of(2, 3, 7, 8);
    lines.removeLast();
    assertThat(all(lines)).containsExactly(2, 3, 7);
    lines.removeLast();
    assertThat(all(lines)).containsExactly(2, 3);
    lines.add(4);
    lines.add(9);
    assertThat(all(lines)).containsExactly(2, 3, 4, 9);
    Lines one = of(5);
    one.removeLast();
    one.add(6);
    assertThat(all(one)).containsExactly(6);
  }

  @Test
  void selectsRowsInAnyOrder() {
    assertThat(all(of(2, 3, 7, 8).select(new int[] {3, 0, 1}))).containsExactly(8, 2, 3);
    assertThat(all(of(2, 3).select(new int[] {1, 0}))).containsExactly(3, 2);
  }
}
