package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where numbers stand in a slot of two sequences: step by step, in each step row by row. */
class StagingRowTest {
  @Test
  void tokensAndClassesStandTimeMajor() {
    HeapStaging slot = new HeapStaging(3, 2);
    Sequence.ofTokens(new int[] {5, 6, 7}).withLabels(1, 2, 3).fill(slot, 1, 0, 3);
    Sequence.ofTokens(new int[] {8, 9}).withLabels(4, 5).fill(slot, 0, 0, 2);
    assertThat(slot.tokens().array()).containsExactly(8, 5, 9, 6, 0, 7);
    assertThat(slot.classes().array()).containsExactly(4, 1, 5, 2, 0, 3);
    assertThat(slot.lengths().array()).containsExactly(2, 3);
  }

  @Test
  void featuresAndTargetsStandTimeMajor() {
    HeapNumbers slot = new HeapNumbers(2, 2, 2, 1);
    Sequence.of(new float[][] {{1, 2}, {3, 4}})
        .withTargets(new float[][] {{9}, {8}})
        .fill(slot, 1, 0, 2);
    assertThat(slot.features().array()).containsExactly(0, 0, 1, 2, 0, 0, 3, 4);
    assertThat(slot.targets().array()).containsExactly(0, 9, 0, 8);
  }

  @Test
  void windowsStandTimeMajorWithTheirTargetsInOneRow() {
    Series series =
        new Series("s", List.of("a", "b"), new double[] {1, 10, 2, 20, 3, 30, 4, 40, 5, 50});
    WindowSet set = Windows.of(series, 2).targets(List.of("b", "a"), Horizon.next(2)).all();
    HeapNumbers slot = new HeapNumbers(2, 2, 2, 4);
    set.fill(slot, 1, 1);
    assertThat(slot.features().array()).containsExactly(0, 0, 2, 20, 0, 0, 3, 30);
    assertThat(slot.targets().array())
        .startsWith(0, 0, 0, 0, 40, 4, 50, 5)
        .endsWith(0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(slot.lengths().array()).containsExactly(0, 2);
  }
}
