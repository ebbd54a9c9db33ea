package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
  /** Rows 0, 1, 2 ... in column a and 100, 101, 102 ... in column b. */
  private static Series counting(String id, int rows) {
    double[] values = new double[2 * rows];
    for (int row = 0; row < rows; row++) {
      values[2 * row] = row;
      values[2 * row + 1] = 100 + row;
    }
    return new Series(id, List.of("a", "b"), values);
  }

  @Test
  void shouldReadAWindowAndForetellTheRowsAfterIt() {
    WindowSet set = Windows.of(counting("s", 10), 4).target("b", Horizon.next(2)).all();
    assertThat(set.size()).isEqualTo(5);
    assertThat(set.window(0)).isDeepEqualTo(new float[][] {{0, 100}, {1, 101}, {2, 102}, {3, 103}});
    assertThat(set.actual(0)).containsExactly(104, 105);
    assertThat(set.window(4)[3]).containsExactly(7, 107);
    assertThat(set.actual(4)).containsExactly(108, 109);
  }

  @Test
  void shouldForetellOneRowStepsAhead() {
    WindowSet set =
        Windows.of(counting("s", 10), 4).features("a").target("a", Horizon.ahead(3)).all();
    assertThat(set.size()).isEqualTo(4);
    assertThat(set.actual(0)).containsExactly(6);
    assertThat(set.actual(3)).containsExactly(9);
  }

  @Test
  void shouldPutEveryWindowIntoThePartThatHoldsAllItForetells() {
    WindowSplit split =
        Windows.of(counting("s", 20), 4).target("a", Horizon.next(2)).split(0.5, 0.25, 0.25);
    assertThat(foretold(split.training())).containsExactly(4, 5, 6, 7, 8);
    assertThat(foretold(split.validation())).containsExactly(10, 11, 12, 13);
    assertThat(foretold(split.test())).containsExactly(15, 16, 17, 18);
  }

  private static int[] foretold(WindowSet set) {
    return IntStream.range(0, set.size()).map(i -> (int) set.actual(i)[0]).toArray();
  }

  @Test
  void shouldNeverCrossFromOneSeriesToAnother() {
    WindowSet set =
        Windows.of(List.of(counting("s", 6), counting("t", 7)), 4)
            .target("a", Horizon.ahead(1))
            .all();
    assertThat(set.size()).isEqualTo(2 + 3);
    assertThat(set.seriesOf(1)).isZero();
    assertThat(set.seriesOf(2)).isOne();
    assertThat(set.actual(1)).containsExactly(5);
    assertThat(set.window(2)[0]).containsExactly(0, 100);
    assertThat(set.actual(4)).containsExactly(6);
  }

  @Test
  void shouldStandardizeByTheTrainingRowsOnly() {
    WindowSplit split =
        Windows.of(counting("s", 20), 4)
            .target("b", Horizon.ahead(1))
            .standardized()
            .split(0.5, 0.25, 0.25);
    Scaler scaler = split.test().scaler();
    assertThat(scaler.means()).containsExactly(4.5, 104.5);
    assertThat(scaler.deviations().get(0)).isEqualTo(Math.sqrt(8.25));
    assertThat(split.test().window(0)[0][0]).isEqualTo((float) ((11 - 4.5) / Math.sqrt(8.25)));
    assertThat(split.test().unscale(new float[] {0})).containsExactly(104.5);
  }

  @Test
  void shouldGiveAColumnThatNeverChangesADeviationOfOne() {
    WindowSet set =
        Windows.of(Series.of("x", 3, 3, 3, 3), 2)
            .target("x", Horizon.ahead(1))
            .standardized()
            .all();
    assertThat(set.scaler().deviations()).containsExactly(1.0);
    assertThat(set.window(0)[0]).containsExactly(0);
  }

  /**
   * At 1.6e9 float32 counts in steps of 128, so it must not see the numbers before they are scaled.
   */
  @Test
  void shouldCentreNumbersBeforeTheyAreRounded() {
    double[] level =
        IntStream.range(0, 400).mapToDouble(i -> 1.6e9 + 10 * Math.sin(i / 8.0)).toArray();
    Windows windows = Windows.of(Series.of("x", level), 8).target("x", Horizon.ahead(1));
    WindowSet set = windows.standardized().all();
    double mean = Arrays.stream(level).map(x -> x - 1.6e9).average().orElseThrow();
    double square =
        Arrays.stream(level).map(x -> Math.pow(x - 1.6e9 - mean, 2)).average().orElseThrow();
    float[][] window = set.window(3);
    for (int t = 0; t < 8; t++) {
      double expected = (level[3 + t] - 1.6e9 - mean) / Math.sqrt(square);
      assertThat(window[t][0]).isCloseTo((float) expected, within(1e-6f));
    }
    assertThat(set.actual(0)).containsExactly(level[8]);
    assertThatThrownBy(windows::all)
        .hasMessageMatching(
            "a column must vary by more than float32 can tell at its size, column=x,"
                + " mean=1\\.[0-9]+E9, deviation=[67]\\.[0-9]+;"
                + " call standardized\\(\\), which subtracts the mean in 64 bits");
  }

  @Test
  void shouldTakeWhatOnlyRoundingTellsApartForConstant() {
    double[] tenths = new double[1000];
    Arrays.fill(tenths, 0.1);
    assertThat(
            ColumnSpread.of(List.of(Series.of("x", tenths)), List.of("x"), new int[] {1000}).get(0))
        .isEqualTo(new ColumnSpread("x", 0.1, 0, true));
    tenths[500] = Math.nextUp(0.1);
    assertThat(
            ColumnSpread.of(List.of(Series.of("x", tenths)), List.of("x"), new int[] {1000})
                .get(0)
                .constant())
        .isTrue();
    tenths[500] = 0.1001;
    assertThat(
            ColumnSpread.of(List.of(Series.of("x", tenths)), List.of("x"), new int[] {1000})
                .get(0)
                .constant())
        .isFalse();
  }

  @Test
  void shouldRefuseASplitThatDoesNotSumToOne() {
    assertThatThrownBy(
            () -> Windows.of(counting("s", 20), 4).target("a", Horizon.ahead(1)).split(0.8, 0.1, 0))
        .hasMessage("split must sum to 1, split=0.8,0.1,0.0");
  }

  @Test
  void shouldRefuseASeriesShorterThanOneWindow() {
    assertThatThrownBy(
            () -> Windows.of(counting("s", 5), 4).target("a", Horizon.next(2)).split(1, 0, 0))
        .hasMessage(
            "a series must have window + horizon rows or more, series=s, rows=5, window=4,"
                + " horizon=2; use a smaller window or more data");
  }

  @Test
  void shouldRefuseAShareThatHoldsNoWindow() {
    assertThatThrownBy(
            () ->
                Windows.of(counting("s", 20), 4).target("a", Horizon.next(3)).split(0.8, 0.1, 0.1))
        .hasMessage(
            "the validation part must hold a window, share=0.1, window=4, horizon=3; give it a"
                + " larger share or use a smaller window");
  }

  @Test
  void shouldListTheColumnsWhenOneIsMissing() {
    assertThatThrownBy(() -> Windows.of(counting("s", 20), 4).target("c", Horizon.ahead(1)))
        .hasMessage("column must be one of [a, b], column=c");
  }

  @Test
  void shouldRepeatTheLastValueAsPersistence() {
    WindowSet set = Windows.of(counting("s", 10), 4).target("b", Horizon.next(2)).all();
    assertThat(NaiveForecast.persistence(set, 0)).containsExactly(103, 103);
  }

  @Test
  void shouldGoBackWholeSeasonsToRowsThatAreKnown() {
    WindowSet set = Windows.of(counting("s", 12), 4).target("a", Horizon.next(3)).all();
    assertThat(NaiveForecast.seasonal(set, 1, 2)).containsExactly(3, 4, 3);
    assertThat(NaiveForecast.seasonal(set, 0, 6)).containsExactly(3, 3, 0);
  }

  /** Rows 4 and 5 are foretold by 2 and 3; row 6 by 2, since 4 is not known yet. */
  @Test
  void shouldGoBackASeasonInEveryColumn() {
    WindowSet set =
        Windows.of(counting("s", 12), 4).targets(List.of("a", "b"), Horizon.next(3)).all();
    assertThat(NaiveForecast.seasonal(set, 0, 2)).containsExactly(2, 102, 3, 103, 2, 102);
  }

  /** Rows 0, 1 and 2, and 0 of another series: their mean is 3/4, their mean square 5/4. */
  @Test
  void shouldFitAScalerToTheFirstRowsOfEachSeries() {
    Scaler scaler = Scaler.fit(List.of(counting("s", 9), counting("t", 9)), new int[] {3, 1});
    assertThat(scaler.columns()).containsExactly("a", "b");
    assertThat(scaler.means()).containsExactly(0.75, 100.75);
    assertThat(scaler.deviations().get(0)).isCloseTo(Math.sqrt(1.25 - 0.5625), within(1e-15));
  }

  @Test
  void shouldRefuseSeriesWithOtherColumns() {
    List<Series> both = List.of(counting("s", 9), Series.of("a", 1, 2, 3));
    assertThatThrownBy(() -> Windows.of(both, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("all series must have the same columns, series=s has [a, b], series=a has [a]");
  }
}
