package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seasons where rows are absent: a season is so many time steps, not so many rows. */
class AbsentStepsTest {
  private static final double[] DAY = {3, 1, 4, 1.5, 9, 2.6, 5};

  /** Whole periods of seven, of which some steps have no row. */
  private static Series periodic(int count, int... absent) {
    List<Integer> left = IntStream.of(absent).boxed().toList();
    long[] steps =
        IntStream.range(0, count).filter(s -> !left.contains(s)).mapToLong(s -> s).toArray();
    double[] values =
        IntStream.range(0, steps.length).mapToDouble(i -> DAY[(int) (steps[i] % 7)]).toArray();
    return Series.of("y", values).withSteps(steps);
  }

  private static WindowSet windows(Series series, int rows) {
    return Windows.of(series, 4).target("y", Horizon.next(rows)).all();
  }

  @Test
  void aSeasonAgoIsFoundByTimeSteps() {
    WindowSet set = windows(periodic(70, 11, 12, 30, 45), 3);
    assertThat(set.size()).isEqualTo(60);
    int exact = 0;
    for (int i = 0; i < set.size(); i++) {
      int known = set.rowAfter(i);
      boolean hasSeason = set.windows().series().get(0).step(known - 1) >= 13;
      if (hasSeason) {
        assertThat(NaiveForecast.seasonal(set, i, 7)).isEqualTo(set.actual(i));
        exact++;
      }
    }
    assertThat(exact).isGreaterThan(45);
  }

  @Test
  void anAbsentStepIsLookedForOneSeasonEarlier() {
    Series series = Series.of("y", 1, 2, 3, 4, 5, 6).withSteps(new long[] {0, 1, 2, 3, 6, 8});
    WindowSet set = windows(series, 1);
    // row 5 is step 8: step 5 is absent, step 2 has 3
    assertThat(NaiveForecast.seasonal(set, 1, 3)).containsExactly(3);
    // row 4 is step 6: step 1 of 0 to 3 is five before it
    assertThat(NaiveForecast.seasonal(set, 0, 5)).containsExactly(2);
    assertThat(NaiveForecast.seasonal(set, 0, 7)).as("none: the last known").containsExactly(4);
  }

  @Test
  void seasonsAreFoundAcrossAbsentSteps() {
    int[] absent = IntStream.range(0, 350).filter(s -> s % 23 == 5).toArray();
    Series series = periodic(350, absent);
    Season season = Season.of(series, "y", series.rows(), 100, List.of());
    assertThat(season.rows()).isEqualTo(7);
    Season asRows = Season.of(series.withSteps(null), "y", series.rows(), 100, List.of());
    assertThat(season.correlation()).isGreaterThan(0.8).isGreaterThan(asRows.correlation());
  }

  @Test
  void stepsMustBeOnePerRowAndAscend() {
    Series three = Series.of("y", 1, 2, 3);
    assertThatThrownBy(() -> three.withSteps(new long[] {0, 1}))
        .hasMessage("every row must have a time step, rows=3, steps=2, series=y");
    assertThatThrownBy(() -> three.withSteps(new long[] {0, 2, 1}))
        .hasMessage("time steps must ascend, row=2, step=1, before=2, series=y");
    assertThat(three.withSteps(new long[] {0, 4, 9}).step(2)).isEqualTo(9);
    assertThat(three.step(2)).isEqualTo(2);
    assertThat(three.withSteps(new long[] {0, 7, 7}).step(2))
        .as("as far as a long goes")
        .isEqualTo(7);
    Series pairs = new Series("s", List.of("a", "b"), new double[] {1, 2, 3, 4});
    assertThat(pairs.withSteps(new long[] {0, 2}).step(1)).isEqualTo(2);
  }

  @Test
  void theLastRowUpToAStepIsFound() {
    Series all = Series.of("y", 1, 2, 3);
    assertThat(IntStream.of(-1, 0, 1, 2, 3).map(all::rowUpTo)).containsExactly(-1, 0, 1, 2, 2);
    Series some = all.withSteps(new long[] {0, 4, 9});
    assertThat(IntStream.of(-1, 0, 3, 4, 9, 10).map(some::rowUpTo))
        .containsExactly(-1, 0, 0, 1, 2, 2);
  }

  @Test
  void windowsThatForetellFilledRowsAreCounted() {
    BitSet filled = new BitSet();
    filled.set(6);
    Series series = Series.of("y", new double[12]).withNotForetold(filled);
    Windows windows = Windows.of(series, 4).target("y", Horizon.next(2));
    assertThat(windows.foretellingFilledRows()).isEqualTo(2);
    assertThat(windows.endingOnLaterRows()).isZero();
    Windows both = Windows.of(series.withNotLast(filled), 4).target("y", Horizon.next(2));
    assertThat(both.foretellingFilledRows() + both.endingOnLaterRows())
        .isEqualTo(windows.foretellingFilledRows() + 1);
  }
}
