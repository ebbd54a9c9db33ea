package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.internal.Shown;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void shouldShowShortListsWhole() {
    assertThat(Shown.list(List.of())).isEqualTo("[]");
    assertThat(Shown.list(List.of("a", "b c"))).isEqualTo("[a, b c]");
  }

  @Test
  void shouldCutLongListsAndCountTheRest() {
    List<String> names = IntStream.range(1000, 2000).mapToObj(i -> "column" + i).toList();
    String shown = Shown.list(names);
    assertThat(shown).startsWith("[column1000, column1001, ").endsWith("column1049 and 950 more]");
    assertThat(shown.length()).isBetween(590, 620);
  }

  /** One and 59 characters, then nine times two and 58: 600 before the last bracket. */
  @Test
  void shouldShowAListWholeThatJustFits() {
    List<String> names = new ArrayList<>(List.of("x".repeat(59)));
    names.addAll(Collections.nCopies(9, "x".repeat(58)));
    assertThat(Shown.list(names)).hasSize(601).endsWith("x]");
    names.set(0, "x".repeat(60));
    assertThat(Shown.list(names)).endsWith(" and 1 more]");
  }

  @Test
  void shouldCutLongTextsWithinLists() {
    String longName = "x".repeat(61);
    assertThat(Shown.list(Collections.nCopies(2, longName)))
        .isEqualTo("[" + "x".repeat(60) + "..., " + "x".repeat(60) + "...]");
    assertThat(Shown.text("x".repeat(60))).isEqualTo("x".repeat(60));
  }

  @Test
  void shouldCountInTheSingularAndThePlural() {
    assertThat(Shown.count(1, "row")).isEqualTo("1 row");
    assertThat(Shown.count(0, "row")).isEqualTo("0 rows");
    assertThat(Shown.count(3, "missing cell")).isEqualTo("3 missing cells");
  }

  @Test
  void shouldShowRecordsAsTheCommandLineWritesSettings() {
    assertThat(Shown.setting((Record) Schedule.warmUp(5, Schedule.cosine(2))))
        .isEqualTo("warmUp:updates=5,then=cosine:epochs=2,floor=0.0");
    assertThat(Shown.setting((Record) Schedule.constant())).isEqualTo("constant");
    assertThat(Shown.setting((Record) UpdateRule.sgd(0.5))).isEqualTo("sgd:learningRate=0.5");
  }

  @Test
  void shouldKeepTextsOnOneLine() {
    assertThat(Shown.text("a\nb\u0000")).isEqualTo("a\\u000ab\\u0000");
  }
}
