package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TextColumnTest {
  private final TextColumn column = new TextColumn(Set.of("NA", "?"));

  private void add(String text) {
    String padded = "<" + text + ">";
    column.add(padded.toCharArray(), 1, text.length());
  }

  @Test
  void keepsCellsOfAnyScriptEndToEnd() {
    for (String text :
        new String[] {"a", "", "\u00e9t\u00e9", "\u007f", "\u0080", "\ud83d\ude00", "z"}) {
      add(text);
    }
    assertThat(column.get(0)).isEqualTo("a");
    assertThat(column.get(1)).isEmpty();
    assertThat(column.get(2)).isEqualTo("\u00e9t\u00e9");
    assertThat(column.get(3)).isEqualTo("\u007f");
    assertThat(column.get(4)).isEqualTo("\u0080");
    assertThat(column.get(5)).isEqualTo("\ud83d\ude00");
    assertThat(column.get(6)).isEqualTo("z");
  }

  @Test
  void growsByCellsAndByBytes() {
    for (int i = 0; i < 500; i++) {
      add("cell " + i);
    }
    add("x".repeat(100_000));
    assertThat(column.get(63)).isEqualTo("cell 63");
    assertThat(column.get(64)).isEqualTo("cell 64");
    assertThat(column.get(499)).isEqualTo("cell 499");
    assertThat(column.get(500)).hasSize(100_000);
  }

  @Test
  void knowsWhatIsMissing() {
    add("");
    add("NA");
    add("?");
    add("N");
    assertThat(column.isMissing(0)).isTrue();
    assertThat(column.isMissing(1)).isTrue();
    assertThat(column.isMissing(2)).isTrue();
    assertThat(column.isMissing(3)).isFalse();
  }

  @Test
  void comparesCells() {
    add("a");
    add("ab");
    add("a");
    assertThat(column.same(0, 2)).isTrue();
    assertThat(column.same(0, 1)).isFalse();
  }

  @Test
  void takesBackTheLastCell() {
    add("a");
    add("bcd");
    column.removeLast();
    add("e");
    assertThat(column.get(0)).isEqualTo("a");
    assertThat(column.get(1)).isEqualTo("e");
  }

  @Test
  void selectsRowsInAnyOrderAndKeepsWhatIsMissing() {
    add("a");
    add("NA");
    add("ccc");
    add("");
    TextColumn selected = column.select(new int[] {2, 1, 2, 0, 3});
    assertThat(selected.get(0)).isEqualTo("ccc");
    assertThat(selected.isMissing(1)).isTrue();
    assertThat(selected.get(2)).isEqualTo("ccc");
    assertThat(selected.get(3)).isEqualTo("a");
    assertThat(selected.get(4)).isEmpty();
  }
}
