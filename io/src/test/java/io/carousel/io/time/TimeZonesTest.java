package io.carousel.io.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeZonesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aZoneIsOfClocksThatNameNone() {
    assertThat(read("2023-07-01T12:00", "2023-07-02T12:00").get(0).seconds())
        .isEqualTo(seconds("2023-07-01T10:00:00Z"));
    assertThat(read("2023-07-01T12:00Z", "2023-07-02T12:00Z").get(0).seconds())
        .isEqualTo(seconds("2023-07-01T12:00:00Z"));
    assertThat(read("2023-07-01T12:00+00:00", "2023-07-02T12:00-04:00").get(1).seconds())
        .isEqualTo(seconds("2023-07-02T16:00:00Z"));
  }

  @Test
  void timesThatNameTheirZonesAreForetoldInThem() {
    TimeStep daily = TimeStep.fixed(TimeStep.DAY, false);
    Times universal = read("2023-03-24T12:00Z", "2023-03-25T12:00Z");
    assertThat(universal.zone()).isNull();
    assertThat(daily.after(universal.get(1), 1, universal.zone()).seconds())
        .isEqualTo(seconds("2023-03-26T12:00:00Z"));
    Times clocks = read("2023-03-24T12:00", "2023-03-25T12:00");
    assertThat(daily.after(clocks.get(1), 1, clocks.zone()).seconds())
        .isEqualTo(seconds("2023-03-26T10:00:00Z"));
  }

  @Test
  void someTimesWithAZoneAndSomeWithoutAreRefused() {
    assertThatThrownBy(() -> read("2023-03-24T12:00Z", "2023-03-25T12:00"))
        .isInstanceOf(TimeTextException.class)
        .hasMessage(
            "times must all name their zones, or none of them, text=2023-03-25T12:00 names none,"
                + " others do; write all of them in one way");
    assertThatThrownBy(() -> read("2023-03-24T12:00", "2023-03-25T12:00+02:00"))
        .isInstanceOf(TimeTextException.class)
        .hasMessage(
            "times must all name their zones, or none of them, text=2023-03-25T12:00+02:00 names"
                + " one, others do not; write all of them in one way");
  }

  /** Sunday, 5 November 2023: in Berlin no clock was changed. */
  @Test
  void anHourThatIsMissingIsAGapWhereTheZoneIsKnown() {
    assertThat(missing("2023-11-05T00:00", "2023-11-05T01:00", "2023-11-05T03:00")).isOne();
    assertThat(missing("2023-11-05T00:00Z", "2023-11-05T01:00Z", "2023-11-05T03:00Z")).isOne();
    assertThat(missing("2023-03-26T00:00", "2023-03-26T01:00", "2023-03-26T03:00"))
        .as("the night of the change")
        .isZero();
  }

  private static long missing(String... texts) {
    TimeStep hour = TimeStep.fixed(3600 * TimeStep.SECOND, false);
    return TimeOrder.of(read(texts), new int[] {0, 1, 2}, hour, 0).missingSteps();
  }

  @Test
  void eachSeriesHasItsOwnClocksPutBack() {
    List<String> texts =
        List.of(
            "2023-10-29T02:00", "2023-10-29T02:00", // the first time in both series
            "2023-10-29T02:00", "2023-10-29T02:00", // the second time
            "2023-10-29T03:00", "2023-10-29T03:00");
    List<int[]> series = List.of(new int[] {0, 2, 4}, new int[] {1, 3, 5});
    Times times = Times.read(texts::get, texts.size(), null, BERLIN, series);
    TimeColumn column = TimeColumn.of(times, series);
    for (int[] rows : series) {
      TimeOrder order = column.order(rows, -1);
      assertThat(order.fault()).isEqualTo(-1);
      assertThat(order.steps()).containsExactly(0, 1, 2);
    }
    assertThat(times.get(0)).isEqualTo(times.get(1)).isLessThan(times.get(2));
  }

  private static Times read(String... texts) {
    int[] rows = IntStream.range(0, texts.length).toArray();
    return Times.read(List.of(texts)::get, texts.length, null, BERLIN, List.of(rows));
  }

  private static long seconds(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }
}
