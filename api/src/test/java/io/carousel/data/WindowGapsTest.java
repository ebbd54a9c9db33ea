package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows never reach across a gap and never foretell what was filled in. */
class WindowGapsTest {
  private static Series counting(int rows, BitSet gaps, BitSet filled) {
    double[] values = IntStream.range(0, rows).asDoubleStream().toArray();
    return Series.of("x", values).withGaps(gaps).withNotForetold(filled);
  }

  private static List<Integer> firstRows(WindowSet set) {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      rows.add(set.rowAfter(i) - set.windows().window());
    }
    return rows;
  }

  @Test
  void shouldStopBeforeAGapAndGoOnAfterIt() {
    BitSet gaps = new BitSet();
    gaps.set(6);
    WindowSet set =
        Windows.of(counting(12, gaps, new BitSet()), 3).target("x", Horizon.next(2)).all();
    assertThat(firstRows(set)).containsExactly(0, 1, 6, 7);
    assertThat(set.actual(1)).containsExactly(4, 5);
    assertThat(set.actual(2)).containsExactly(9, 10);
  }

  @Test
  void shouldReadButNotForetellWhatWasFilledIn() {
    BitSet filled = new BitSet();
    filled.set(5);
    WindowSet set =
        Windows.of(counting(10, new BitSet(), filled), 2).target("x", Horizon.next(2)).all();
    assertThat(firstRows(set)).containsExactly(0, 1, 4, 5, 6);
  }

  @Test
  void shouldNotEndOnNumbersOfLaterRows() {
    BitSet later = new BitSet();
    later.set(0);
    later.set(4, 6);
    Series series = counting(10, new BitSet(), new BitSet()).withNotLast(later);
    WindowSet set = Windows.of(series, 2).target("x", Horizon.next(1)).all();
    assertThat(firstRows(set)).as("not on 4 and 5").containsExactly(0, 1, 2, 5, 6, 7);
    assertThat(series.select(List.of("x")).notLast()).isEqualTo(later);
    assertThat(set.windows().endingOnLaterRows()).isEqualTo(2);
    BitSet filled = new BitSet();
    filled.set(5);
    Windows both = Windows.of(series.withNotForetold(filled), 2).target("x", Horizon.next(1));
    assertThat(both.endingOnLaterRows()).as("that on 4 foretells 5").isOne();
    assertThat(Windows.of(counting(9, later, later), 2).endingOnLaterRows()).isZero();
  }

  @Test
  void shouldAgreeWithLookingAtEveryWindow() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      int rows = 20 + random.nextInt(30);
      BitSet gaps = some(random, rows);
      BitSet filled = some(random, rows);
      BitSet later = some(random, rows);
      int window = 1 + random.nextInt(5);
      Horizon horizon =
          random.nextBoolean() ? Horizon.next(1 + random.nextInt(3)) : Horizon.ahead(3);
      WindowSplit split =
          Windows.of(
                  List.of(
                      counting(rows, gaps, filled).withNotLast(later),
                      counting(40, new BitSet(), new BitSet())),
                  window)
              .target("x", horizon)
              .split(0.5, 0, 0.5);
      List<Integer> expected = new ArrayList<>();
      int half = (int) Math.round(rows * 0.5);
      for (int start = 0; start + window + horizon.last() <= half; start++) {
        int from = start + window + horizon.first() - 1;
        int to = start + window + horizon.last();
        boolean whole =
            gaps.get(start + 1, to).isEmpty()
                && filled.get(from, to).isEmpty()
                && !later.get(start + window - 1);
        if (whole) {
          expected.add(start);
        }
      }
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < split.training().size(); i++) {
        if (split.training().seriesOf(i) == 0) {
          found.add(split.training().rowAfter(i) - window);
        }
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  private static BitSet some(Random random, int rows) {
    BitSet set = new BitSet();
    for (int row = 1; row < rows; row++) {
      set.set(row, random.nextInt(12) == 0);
    }
    return set;
  }
}
