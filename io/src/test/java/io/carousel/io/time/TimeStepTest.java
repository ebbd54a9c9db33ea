package io.carousel.io.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeStepTest {
  private static final Set<DayOfWeek> WORK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final long MINUTE = 60 * TimeStep.SECOND;

  private static Moment at(String clock) {
    return Moment.of(LocalDateTime.parse(clock), 0);
  }

  private static Moment day(String date) {
    return at(date + "T00:00");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 minute, 60 1440",
    "15, 15 minutes, 4 96",
    "7, 7 minutes, ''",
    "60, 1 hour, 24 168",
    "180, 3 hours, 8 56",
    "300, 5 hours, ''",
    "720, 12 hours, 2 14",
    "1440, 1 day, 7",
    "2880, 2 days, ''",
    "10080, 1 week, 52",
  })
  void fixedStepsHaveTheSeasonsOfTheCalendar(long minutes, String text, String seasons) {
    TimeStep step = TimeStep.fixed(minutes * MINUTE, false);
    assertThat(step).hasToString(text);
    assertThat(step.seasons().toString().replaceAll("[\\[\\],]", "")).isEqualTo(seasons);
    assertThat(step.isRegular()).isTrue();
    assertThat(step.usualGap()).isZero();
  }

  @Test
  void countedStepsHaveNoCalendar() {
    TimeStep step = TimeStep.fixed(TimeStep.DAY, true);
    assertThat(step).hasToString("86400");
    assertThat(step.seasons()).isEmpty();
    assertThat(step.isOfClock()).isFalse();
    assertThat(TimeStep.fixed(TimeStep.SECOND / 4, true)).hasToString("0.25");
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, month, 12",
    "1, true, month end, 12",
    "2, false, 2 months, 6",
    "3, false, quarter, 4",
    "3, true, quarter end, 4",
    "5, false, 5 months, ''",
    "6, false, 6 months, 2",
    "12, false, year, ''",
    "24, false, 24 months, ''",
  })
  void monthsHaveTheSeasonsOfAYear(int months, boolean end, String text, String seasons) {
    TimeStep step = TimeStep.months(months, end);
    assertThat(step).hasToString(text);
    assertThat(step.seasons().toString().replaceAll("[\\[\\],]", "")).isEqualTo(seasons);
  }

  @Test
  void weekdaysHaveAWeekForASeasonAndHolidays() {
    TimeStep step = TimeStep.weekdays(WORK);
    assertThat(step).hasToString("working day");
    assertThat(step.seasons()).containsExactly(5);
    assertThat(step.usualGap()).isEqualTo(4);
    TimeStep six = TimeStep.weekdays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY));
    assertThat(six).hasToString("day on 6 days of the week");
    assertThat(six.seasons()).containsExactly(6);
    assertThat(TimeStep.IRREGULAR.seasons()).isEmpty();
    assertThat(TimeStep.IRREGULAR).hasToString("irregular");
    assertThat(TimeStep.IRREGULAR.isRegular()).isFalse();
  }

  @Test
  void countsStepsBetween() {
    TimeStep hour = TimeStep.fixed(60 * MINUTE, false);
    assertThat(hour.between(at("2020-01-01T00:00"), at("2020-01-01T03:00"))).isEqualTo(3);
    assertThat(hour.between(at("2020-01-01T00:00"), at("2020-01-01T02:31"))).isEqualTo(3);
    assertThat(hour.between(at("2020-01-01T00:00"), at("2020-01-01T00:01"))).isOne();
    TimeStep days = TimeStep.fixed(TimeStep.DAY, false);
    assertThat(days.between(day("2020-02-28"), day("2020-03-01"))).isEqualTo(2);
    assertThat(days.between(at("2020-01-01T06:00"), at("2020-01-02T20:00")))
        .as("the next day, later than at noon")
        .isOne();
    TimeStep work = TimeStep.weekdays(WORK);
    assertThat(work.between(day("2020-01-03"), day("2020-01-06"))).isOne();
    assertThat(work.between(day("2020-01-03"), day("2020-01-07"))).isEqualTo(2);
    assertThat(work.between(day("2020-01-03"), day("2020-01-17"))).isEqualTo(10);
    assertThat(work.between(day("2020-01-01"), day("2020-01-10"))).isEqualTo(7);
    TimeStep quarter = TimeStep.months(3, false);
    assertThat(quarter.between(day("2019-10-01"), day("2020-01-01"))).isOne();
    assertThat(quarter.between(day("2019-10-01"), day("2020-10-01"))).isEqualTo(4);
    assertThat(quarter.between(day("2019-10-01"), day("2019-11-01"))).isOne();
    assertThat(TimeStep.IRREGULAR.between(day("2019-10-01"), day("2029-10-01"))).isOne();
  }

  @Test
  void aDayHasTwentyThreeHoursOnceAYear() {
    Moment before = Moment.of(LocalDateTime.parse("2020-03-29T00:00"), 3600);
    Moment after = Moment.of(LocalDateTime.parse("2020-03-30T00:00"), 7200);
    assertThat(before.nanosTo(after)).isEqualTo(23 * 60 * MINUTE);
    assertThat(TimeStep.fixed(TimeStep.DAY, false).between(before, after)).isOne();
    assertThat(TimeStep.fixed(60 * MINUTE, false).between(before, after)).isEqualTo(23);
  }

  @Test
  void goesOnBySteps() {
    assertThat(TimeStep.fixed(60 * MINUTE, false).after(at("2020-01-01T23:00"), 2, null))
        .isEqualTo(at("2020-01-02T01:00"));
    assertThat(TimeStep.weekdays(WORK).after(day("2020-01-02"), 2, null))
        .isEqualTo(day("2020-01-06"));
    assertThat(TimeStep.months(1, true).after(day("2020-01-31"), 1, null))
        .isEqualTo(day("2020-02-29"));
    assertThat(TimeStep.months(1, true).after(day("2020-02-29"), 2, null))
        .isEqualTo(day("2020-04-30"));
    assertThat(TimeStep.months(3, false).after(day("2020-01-01"), 3, null))
        .isEqualTo(day("2020-10-01"));
    assertThat(TimeStep.IRREGULAR.after(day("2020-01-01"), 3, null)).isNull();
  }

  @Test
  void stepsLongerThanNanosecondsCanCountAddUp() {
    TimeStep step = TimeStep.fixed(2_000_000_000L * TimeStep.SECOND, true);
    assertThat(step.after(new Moment(0, 0, 0), 6, null))
        .isEqualTo(new Moment(12_000_000_000L, 0, 0));
  }

  private static String later(TimeStep step, String from, int steps) {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    LocalDateTime clock = LocalDateTime.parse(from);
    Moment moment = Moment.of(clock, clock.atZone(berlin).getOffset().getTotalSeconds());
    Moment later = step.after(moment, steps, berlin);
    assertThat(later.in(berlin)).as("an hour that exists").isEqualTo(later);
    return later.clock().toString();
  }

  @Test
  void clocksOfAZoneAreChangedOnTheWay() {
    TimeStep hour = TimeStep.fixed(60 * MINUTE, false);
    assertThat(later(hour, "2023-03-26T00:00", 1)).isEqualTo("2023-03-26T01:00");
    assertThat(later(hour, "2023-03-26T00:00", 2)).isEqualTo("2023-03-26T03:00");
    assertThat(later(hour, "2023-10-29T01:00", 1)).isEqualTo("2023-10-29T02:00");
    assertThat(later(hour, "2023-10-29T01:00", 2)).isEqualTo("2023-10-29T02:00");
    assertThat(later(hour, "2023-10-29T01:00", 3)).isEqualTo("2023-10-29T03:00");
    TimeStep day = TimeStep.fixed(TimeStep.DAY, false);
    assertThat(later(day, "2023-03-25T12:00", 1)).isEqualTo("2023-03-26T12:00");
    assertThat(later(day, "2023-03-25T02:30", 1)).as("skipped").isEqualTo("2023-03-26T03:30");
    assertThat(later(TimeStep.months(1, false), "2023-03-01T00:00", 1))
        .isEqualTo("2023-04-01T00:00");
    assertThat(later(TimeStep.weekdays(WORK), "2023-03-24T00:00", 1)).isEqualTo("2023-03-27T00:00");
  }

  @Test
  void anHourThatIsSkippedIsReadAsTheNext() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    TimeFormat iso = TimeFormat.named("iso");
    assertThat(iso.read("2023-03-26 02:30", 0, false, berlin).clock())
        .isEqualTo("2023-03-26T03:30");
    assertThat(iso.read("2023-03-26 01:30", 0, false, berlin))
        .isLessThan(iso.read("2023-03-26 02:30", 0, false, berlin));
  }

  @Test
  void momentsKeepNanosecondsAndOffsets() {
    Moment late = new Moment(10, 999_999_999, 3600);
    assertThat(late.plus(Duration.ofNanos(1))).isEqualTo(new Moment(11, 0, 3600));
    assertThat(late.plus(Duration.ofNanos(-999_999_999))).isEqualTo(new Moment(10, 0, 3600));
    assertThat(late.plus(Duration.ofSeconds(-1))).isEqualTo(new Moment(9, 999_999_999, 3600));
    assertThat(late.plus(Duration.ofMillis(2500))).isEqualTo(new Moment(13, 499_999_999, 3600));
    assertThat(late.nanosTo(new Moment(12, 1, 0))).isEqualTo(1_000_000_002L);
    assertThat(late.clock()).isEqualTo("1970-01-01T01:00:10.999999999");
    assertThat(late).isGreaterThan(new Moment(10, 5, 0)).isLessThan(new Moment(11, 0, 0));
    assertThat(new Moment(Long.MAX_VALUE, 0, 0).nanosTo(new Moment(0, 0, 0)))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(new Moment(0, 0, 0).nanosTo(new Moment(Long.MAX_VALUE, 0, 0)))
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "14, 2 weeks",
    "7, 1 week",
    "3, 3 days",
  })
  void manyDaysAreWeeksWhereTheyAre(long days, String text) {
    assertThat(FixedText.of(days * TimeStep.DAY)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 1 millisecond",
    "250000000, 250 milliseconds",
    "1000, 1 microsecond",
    "1500, 1500 nanoseconds",
    "90000000000, 90 seconds",
    "1000000000, 1 second",
  })
  void shortStepsAreInTheLargestWholeUnit(long nanos, String text) {
    assertThat(FixedText.of(nanos)).isEqualTo(text);
  }
}
