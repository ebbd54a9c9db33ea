package io.carousel.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Numbers that are not finite are refused where they come in, with their place. */
class FiniteDataTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITE = Float.NEGATIVE_INFINITY;

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void ofASequence() {
    String remedy = "; correct or fill it, or leave the step out";
    Sequence good = Sequence.of(new float[][] {{1, 2}, {3, 4}});
    refused(
        () -> Sequence.of(new float[][] {{1, 2}, {3, NAN}}),
        "features must be finite, step=1, column=1, value=NaN" + remedy);
    refused(
        () -> good.withTargets(new float[][] {{1}, {INFINITE}}),
        "targets must be finite, step=1, column=0, value=-Infinity" + remedy);
    refused(
        () -> good.withTarget(1, NAN),
        "targets must be finite, step=0, column=1, value=NaN" + remedy);
  }

  @Test
  void ofASeries() {
    refused(
        () -> new Series("s", List.of("a", "b"), new double[] {1, 2, 3, 4, NAN, 6}),
        "numbers must be finite, series=s, row=2, column=a, value=NaN;"
            + " correct or fill it, or leave the row out");
  }

  @Test
  void ofAScaler() {
    refused(
        () -> new Scaler(List.of("a"), List.of(Double.NaN), List.of(1.0)),
        "a column must have a finite mean and a positive and finite standard deviation, column=a,"
            + " mean=NaN, deviation=1.0; correct its numbers, divide them all by a large one, or"
            + " leave the column out");
    refused(
        () -> new Scaler(List.of("a"), List.of(1.0), List.of(0.0)),
        "a column must have a finite mean and a positive and finite standard deviation, column=a,"
            + " mean=1.0, deviation=0.0; correct its numbers, divide them all by a large one, or"
            + " leave the column out");
  }

  /** Tiny numbers teach the scaler, a huge one follows. */
  @Test
  void ofWindowsThatHaveBeenStandardized() {
    Windows windows =
        Windows.of(Series.of("x", 0, 1e-20, 0, 1e-20, 0, 1e-20, 0, 3e38), 1)
            .target("x", Horizon.ahead(1))
            .standardized();
    refused(
        () -> windows.split(0.5, 0, 0.5),
        "a number must be finite in 32 bits when it is scaled, series=x, row=7 (counted from 0 in the series), column=x,"
            + " value=3.0E38, mean=5.0E-21, deviation=5.0E-21;"
            + " correct or fill it, or leave the row out");
  }

  @Test
  void aWindowLongerThanAnyFileIsTooLong() {
    Windows windows =
        Windows.of(Series.of("x", 1, 2, 3), Integer.MAX_VALUE).target("x", Horizon.ahead(1));
    refused(
        windows::all,
        "a series must have window + horizon rows or more, series=x, rows=3, window=2147483647,"
            + " horizon=1; use a smaller window or more data");
  }
}
