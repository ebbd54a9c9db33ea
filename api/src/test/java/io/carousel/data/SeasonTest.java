package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonTest {
  private static Season season(double[] values, int longest, Integer... usual) {
    return Season.of(Series.of("x", values), "x", values.length, longest, List.of(usual));
  }

  private static double[] series(int rows, IntToDoubleFunction value) {
    return IntStream.range(0, rows).mapToDouble(value).toArray();
  }

  private static double wave(int row, double period) {
    return Math.sin(2 * Math.PI * row / period);
  }

  @Test
  void isFoundUnderATrend() {
    double[] growing = series(120, i -> 0.05 * i * i + 30 * wave(i, 12) * (1 + i / 60.0));
    assertThat(season(growing, 40).rows()).isEqualTo(12);
  }

  @Test
  void isTheShortestOfItsMultiples() {
    assertThat(season(series(100, i -> wave(i, 7)), 33).rows()).isEqualTo(7);
  }

  @Test
  void ofTheCalendarIsPreferredToAnother() {
    double[] both = series(600, i -> wave(i, 24) + 3 * wave(i, 31));
    assertThat(season(both, 40).rows()).isBetween(29, 33);
    assertThat(season(both, 200, 24, 168).rows()).isEqualTo(24);
    assertThat(season(both, 24, 24).rows()).isEqualTo(24);
    assertThat(season(both, 20, 24).rows()).isNotEqualTo(24);
  }

  /** Half-hours with a day: an hour apart, changes of a smooth curve are nearly the same. */
  @Test
  void isNotWhatLiesNear() {
    double[] smooth = series(1500, i -> 8000 * wave(i, 48) + Math.cos(i * 0.7));
    assertThat(season(smooth, 500, 2, 48).rows()).isEqualTo(48);
    double[] tenDays = series(480, i -> 8000 * wave(i, 48));
    assertThat(season(tenDays, 160, 2, 48).rows()).isEqualTo(48);
    double[] alternating = series(200, i -> 10 * (i % 2) + wave(i, 48));
    assertThat(season(alternating, 60, 2, 48).rows()).isEqualTo(2);
  }

  @Test
  void ofTheCalendarIsNotBelievedWithoutNeed() {
    assertThat(season(series(200, i -> wave(i, 31)), 66, 16).rows()).isEqualTo(31);
  }

  @Test
  void thatChanceGivesIsNone() {
    Random random = new Random(5);
    int found = 0;
    for (int i = 0; i < 20; i++) {
      double[] noise = series(400, row -> random.nextGaussian());
      found += season(noise, 10, 12).equals(Season.NONE) ? 0 : 1;
    }
    // Each of five or so peaks passes a bound of 5 % on two sides in a fortieth of all cases.
    assertThat(found).isLessThan(8);
  }

  @Test
  void ofWhatDoesNotChangeIsNone() {
    assertThat(season(series(50, i -> 4), 16, 7)).isEqualTo(Season.NONE);
    assertThat(season(series(50, i -> 2 * i), 16, 7)).isEqualTo(Season.NONE);
    assertThat(season(new double[] {1, 2, 3}, 1, 7)).isEqualTo(Season.NONE);
    assertThat(season(new double[] {1}, 0)).isEqualTo(Season.NONE);
  }

  /** Of changes 3, -1, -2 over and over: of 9 products 6 are left at lag 3. */
  @Test
  void hasTheCorrelationOfTheChanges() {
    Season found = season(new double[] {0, 3, 2, 0, 3, 2, 0, 3, 2, 0}, 3);
    assertThat(found.rows()).isEqualTo(3);
    assertThat(found.correlation()).isCloseTo(6.0 / 9, within(1e-12));
  }

  /**
   * Changes 4, 0, -1 four times and 4: 13 with a mean of 16/13, from which they are 36, -16 and -29
   * thirteenths away; the squares sum to 10868 / 169, the products at lag 3 to 8475 / 169.
   */
  @Test
  void hasTheCorrelationOfTheChangesAboutTheirMean() {
    double[] values = {0, 4, 4, 3, 7, 7, 6, 10, 10, 9, 13, 13, 12, 16};
    Season found = season(values, 4);
    assertThat(found.rows()).isEqualTo(3);
    assertThat(found.correlation()).isCloseTo(8475.0 / 10868, within(1e-12));
  }

  @Test
  void mayBeAsLongAsAllowedAndNoLonger() {
    double[] wave = series(120, i -> wave(i, 12));
    assertThat(season(wave, 12).rows()).isEqualTo(12);
    assertThat(season(wave, 11)).as("alike, and more so later").isEqualTo(Season.NONE);
    assertThat(season(wave, 12, 12).rows()).isEqualTo(12);
    assertThat(season(wave, 11, 12).rows()).isNotEqualTo(12);
  }

  @Test
  void hasTwoRowsAtLeast() {
    assertThat(season(series(60, i -> i % 2), 20).rows()).isEqualTo(2);
    assertThat(season(series(120, i -> wave(i, 30)), 40, 1).rows()).isBetween(28, 31);
  }

  @Test
  void ofTheCalendarMayBeLongerThanTheSeries() {
    assertThat(season(series(40, i -> wave(i, 7)), 100, 39, 52).rows()).isEqualTo(7);
  }

  /** With 6 changes chance gives up to 0.80, and lag 3 has 0.50. */
  @Test
  void needsEnoughRows() {
    assertThat(season(new double[] {0, 3, 2, 0, 3, 2, 0}, 3)).isEqualTo(Season.NONE);
  }

  @Test
  void looksAtTheFirstRowsOnly() {
    double[] late = series(200, i -> i < 100 ? wave(i, 9) : 50 * wave(i, 14));
    assertThat(Season.of(Series.of("x", late), "x", 100, 33, List.of()).rows()).isEqualTo(9);
  }

  @Test
  void hasAtLeastARow() {
    assertThatThrownBy(() -> new Season(0, 0)).hasMessageStartingWith("rows must be positive");
  }

  /** Two equal jumps at the ends: a season as long as that would have one pair of changes. */
  @Test
  void isNotBelievedOfASinglePair() {
    double[] jumps = series(102, i -> i == 0 ? 0 : i < 101 ? 1 : 2);
    assertThat(season(jumps, 200)).isEqualTo(Season.NONE);
  }
}
