package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Columns longer than a block of 8,192 numbers, and exactly as long. */
class NumberColumnTest {
  private static final int BLOCK = 8192;

  private static NumberColumn counting(int rows) {
    NumberColumn column = new NumberColumn();
    for (int i = 0; i < rows; i++) {
      column.add(i);
    }
    return column;
  }

  @Test
  void keepsNumbersOnBothSidesOfABlocksEnd() {
    NumberColumn column = counting(2 * BLOCK + 3);
    for (int row : new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK + 2}) {
      assertThat(column.get(row)).isEqualTo(row);
      assertThat(column.isMissing(row)).isFalse();
    }
    assertThat(column.hasMissing()).isFalse();
  }

  @Test
  void takesBackTheLastNumberAcrossABlocksEnd() {
    NumberColumn column = counting(BLOCK + 1);
    column.removeLast();
    column.removeLast();
    column.add(7);
    column.add(8);
    assertThat(column.get(BLOCK - 2)).isEqualTo(BLOCK - 2);
    assertThat(column.get(BLOCK - 1)).isEqualTo(7);
    assertThat(column.get(BLOCK)).isEqualTo(8);
  }

  @Test
  void countsWhatIsMissing() {
    NumberColumn column = counting(2);
    column.add(Double.NaN);
    assertThat(column.hasMissing()).isTrue();
    assertThat(column.isMissing(2)).isTrue();
    column.removeLast();
    assertThat(column.hasMissing()).isFalse();
    column.add(Double.NaN);
    column.add(Double.NaN);
    column.fill(2, 5, false);
    assertThat(column.hasMissing()).isTrue();
    column.fill(3, 6, true);
    assertThat(column.hasMissing()).isFalse();
    assertThat(column.get(3)).isEqualTo(6);
    assertThat(column.isFilled(1)).isFalse();
    assertThat(column.isFilled(2)).isTrue();
    assertThat(column.filledCells()).isEqualTo(2);
    assertThat(column.isFromLater(2)).isFalse();
    assertThat(column.isFromLater(3)).isTrue();
    assertThat(column.fromLaterCells()).isOne();
  }

  @Test
  void aCopyIsAnotherColumn() {
    NumberColumn column = counting(BLOCK + 2);
    column.add(Double.NaN);
    NumberColumn copy = column.copy();
    copy.fill(BLOCK + 2, 1, true);
    copy.add(9);
    assertThat(copy.get(BLOCK + 1)).isEqualTo(BLOCK + 1);
    assertThat(copy.get(BLOCK + 3)).isEqualTo(9);
    assertThat(copy.hasMissing()).isFalse();
    assertThat(copy.filledCells()).isOne();
    assertThat(column.isMissing(BLOCK + 2)).isTrue();
    assertThat(column.hasMissing()).isTrue();
    assertThat(column.filledCells()).isZero();
    assertThat(copy.copy().isFilled(BLOCK + 2)).isTrue();
    assertThat(copy.copy().isFromLater(BLOCK + 2)).isTrue();
  }

  @Test
  void selectsRowsInAnyOrder() {
    NumberColumn selected = counting(10).select(new int[] {9, 0, 9});
    assertThat(new double[] {selected.get(0), selected.get(1), selected.get(2)})
        .containsExactly(9, 0, 9);
  }
}
