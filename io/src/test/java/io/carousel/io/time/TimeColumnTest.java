package io.carousel.io.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeColumnTest {
  private static final String ISO = "yyyy-MM-dd'T'HH:mm";

  private static TimeColumn column(List<String> texts) {
    Times times = Times.read(texts::get, texts.size(), null, null, List.of());
    return TimeColumn.of(times, List.of(IntStream.range(0, texts.size()).toArray()));
  }

  private static TimeOrder order(TimeColumn column, int rows) {
    return column.order(IntStream.range(0, rows).toArray(), -1);
  }

  private static List<String> hours(LocalDateTime from, int count, String pattern) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
    return IntStream.range(0, count).mapToObj(i -> format.format(from.plusHours(i))).toList();
  }

  private static List<String> workingDays(LocalDate from, int count) {
    List<String> days = new ArrayList<>();
    for (LocalDate day = from; days.size() < count; day = day.plusDays(1)) {
      boolean holiday = day.getDayOfMonth() == 25 && day.getMonthValue() == 12;
      if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && !holiday) {
        days.add(day.toString());
      }
    }
    return days;
  }

  @Test
  void hoursAreAFixedStepWithDaysAndWeeksForSeasons() {
    TimeColumn column = column(hours(LocalDateTime.of(2018, 1, 1, 0, 0), 100, "yyyy-MM-dd HH:mm"));
    assertThat(column.step()).hasToString("1 hour");
    assertThat(column.step().seasons()).containsExactly(24, 168);
    assertThat(column.textAfter(99, 2, "2018-01-05 03:00")).isEqualTo("2018-01-05 05:00");
  }

  @Test
  void missingHoursAreGaps() {
    List<String> texts =
        new ArrayList<>(hours(LocalDateTime.of(2018, 6, 1, 0, 0), 50, "yyyy-MM-dd'T'HH:mm"));
    texts.subList(10, 13).clear();
    TimeColumn column = column(texts);
    TimeOrder order = order(column, texts.size());
    assertThat(order.gaps().stream()).containsExactly(10);
    assertThat(order.longestGap()).isEqualTo(3);
  }

  @Test
  void theHourThatSummerTimeSkipsIsNoGap() {
    List<String> texts =
        new ArrayList<>(hours(LocalDateTime.of(2018, 3, 24, 0, 0), 60, "yyyy-MM-dd HH:mm"));
    assertThat(texts.remove(26)).isEqualTo("2018-03-25 02:00");
    assertThat(order(column(texts), texts.size()).gaps().isEmpty()).isTrue();
    List<String> other =
        new ArrayList<>(hours(LocalDateTime.of(2018, 6, 23, 0, 0), 60, "yyyy-MM-dd HH:mm"));
    other.remove(26);
    assertThat(order(column(other), other.size()).gaps().stream()).containsExactly(26);
  }

  @Test
  void daysWithOffsetsThatChangeAreDays() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    List<String> texts =
        IntStream.range(0, 20)
            .mapToObj(i -> LocalDate.of(2018, 3, 15).plusDays(i).atStartOfDay(berlin))
            .map(day -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(day))
            .toList();
    TimeColumn column = column(texts);
    assertThat(column.step()).hasToString("1 day");
    assertThat(order(column, 20).gaps().isEmpty()).isTrue();
    assertThat(column.textAfter(0, 1, texts.get(0))).isEqualTo("2018-03-16T00:00:00+01:00");
    assertThat(OffsetDateTime.parse(column.textAfter(19, 1, texts.get(19))).getHour()).isZero();
  }

  @Test
  void weekdaysWithHolidaysHaveNoGaps() {
    List<String> texts = workingDays(LocalDate.of(2018, 11, 1), 200);
    TimeColumn column = column(texts);
    assertThat(column.step()).hasToString("working day");
    assertThat(column.step().seasons()).containsExactly(5);
    assertThat(order(column, 200).gaps().isEmpty()).isTrue();
    assertThat(column.order(IntStream.range(0, 200).toArray(), 0).gaps().cardinality()).isOne();
    assertThat(column.textAfter(1, 1, texts.get(1))).isEqualTo("2018-11-05");
    List<String> torn = new ArrayList<>(texts);
    torn.subList(50, 65).clear();
    assertThat(order(column(torn), torn.size()).gaps().stream()).containsExactly(50);
  }

  @Test
  void monthsAreMonthsWhateverTheirLength() {
    List<String> starts =
        IntStream.range(0, 40)
            .mapToObj(i -> LocalDate.of(2018, 1, 1).plusMonths(i).toString())
            .toList();
    TimeColumn column = column(starts);
    assertThat(column.step()).hasToString("month");
    assertThat(column.step().seasons()).containsExactly(12);
    assertThat(order(column, 40).gaps().isEmpty()).isTrue();
    assertThat(column.textAfter(39, 2, starts.get(39))).isEqualTo("2021-06-01");
    List<String> ends =
        IntStream.range(0, 40)
            .mapToObj(i -> LocalDate.of(2018, 2, 1).plusMonths(i).minusDays(1).toString())
            .toList();
    TimeColumn end = column(ends);
    assertThat(end.step()).hasToString("month end");
    assertThat(end.textAfter(0, 1, ends.get(0))).isEqualTo("2018-02-28");
    List<String> torn = new ArrayList<>(starts);
    torn.remove(7);
    assertThat(order(column(torn), 39).gaps().stream()).containsExactly(7);
  }

  @Test
  void monthsAndQuartersMayBeWrittenShort() {
    assertThat(column(List.of("2018-01", "2018-02", "2018-03", "2018-04")).step())
        .hasToString("month");
    TimeColumn quarters = column(List.of("2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1"));
    assertThat(quarters.step()).hasToString("quarter");
    assertThat(quarters.textAfter(4, 1, "2019Q1")).isEqualTo("2019Q2");
  }

  @Test
  void countsSince1970AreTimesAndOthersAreSteps() {
    List<String> millis =
        IntStream.range(0, 20).mapToObj(i -> String.valueOf(1514764800000L + i * 60_000L)).toList();
    TimeColumn column = column(millis);
    assertThat(column.times().format()).hasToString("ms");
    assertThat(column.step()).hasToString("1 minute");
    assertThat(column.textAfter(19, 1, millis.get(19))).isEqualTo("1514766000000");
    TimeColumn steps = column(List.of("0", "0.5", "1", "1.5", "2.5"));
    assertThat(steps.step()).hasToString("0.5");
    assertThat(steps.step().seasons()).isEmpty();
    assertThat(order(steps, 5).gaps().stream()).containsExactly(4);
    assertThat(steps.textAfter(4, 1, "2.5")).isEqualTo("3");
  }

  @Test
  void regionalDatesAreReadWhereOnlyOneReadingFits() {
    assertThat(column(List.of("1/13/2018", "1/14/2018")).times().format()).hasToString("M/d/yyyy");
    assertThat(column(List.of("13/1/2018", "14/1/2018")).times().format()).hasToString("d/M/yyyy");
    assertThat(column(List.of("13.01.18 10:00", "13.01.18 11:00")).times().format())
        .hasToString("d.M.yy");
    TimeColumn half =
        column(List.of("01/13/2018 11:00 AM", "01/13/2018 12:00 PM", "01/13/2018 01:00 PM"));
    assertThat(half.step()).hasToString("1 hour");
    assertThat(half.textAfter(2, 1, "01/13/2018 01:00 PM")).isEqualTo("01/13/2018 02:00 PM");
    assertThat(column(List.of("1-Jan-2018", "2-Jan-2018")).times().format())
        .hasToString("d-MMM-yyyy");
    assertThat(column(List.of("20180131", "20180201")).step()).hasToString("1 day");
  }

  @Test
  void daysThatDoNotExistAreNoTimes() {
    assertThatThrownBy(() -> column(List.of("2018-02-28", "2018-02-29")))
        .isInstanceOf(TimeTextException.class)
        .hasMessageContaining("text=2018-02-29");
  }

  @Test
  void timesWithoutAStepHaveNoGaps() {
    List<String> texts = List.of("1", "2", "7", "7.3", "20", "21.7", "90");
    TimeColumn column = column(texts);
    assertThat(column.step()).hasToString("irregular");
    assertThat(order(column, 7).gaps().isEmpty()).isTrue();
    assertThat(column.textAfter(6, 1, "90")).isNull();
  }

  @Test
  void longNumbersAreRefusedQuickly() {
    assertThatThrownBy(() -> column(List.of("1".repeat(1_000_000), "2".repeat(1_000_000))))
        .isInstanceOf(TimeTextException.class)
        .hasMessageContaining("text=" + "1".repeat(60) + "...");
  }

  @Test
  void formatsComeBackByName() {
    for (String name :
        List.of("number", "s", "ns", "iso", "d/M/yyyy", "quarter", "dd-MM-yyyy HH:mm")) {
      assertThat(TimeFormat.named(name).name()).isEqualTo(name);
    }
    assertThatThrownBy(() -> TimeFormat.named("dd/QQQQQQQ"))
        .hasMessageStartingWith("time format must be a pattern such as dd/MM/yyyy");
  }

  @Test
  void secondsSince1970AreTimes() {
    int hour = 3600;
    List<String> seconds =
        IntStream.range(0, 4).mapToObj(i -> String.valueOf(1514764800 + i * hour)).toList();
    TimeColumn column = column(seconds);
    assertThat(column.times().format()).isEqualTo(new TimeFormat("s", null, 0));
    assertThat(column.step()).hasToString("1 hour");
    assertThat(column.step().seasons()).containsExactly(24, 168);
  }

  @Test
  void countsComeBackByNameWithTheirDigits() {
    assertThat(TimeFormat.named("s")).isEqualTo(new TimeFormat("s", null, 0));
    assertThat(TimeFormat.named("ns")).isEqualTo(new TimeFormat("ns", null, 9));
    assertThat(TimeFormat.named("number")).isEqualTo(new TimeFormat("number", null, -1));
  }

  @Test
  void datesThatMeanTheSameInBothReadingsAreRead() {
    TimeColumn column = column(List.of("05/05/2018", "06/06/2018"));
    assertThat(column.times().format()).hasToString("d/M/yyyy");
    assertThat(column.textAfter(0, 1, "05/05/2018")).isEqualTo("06/06/2018");
  }

  @Test
  void noRowsAreNoTimes() {
    Times none = Times.read(List.<String>of()::get, 0, TimeFormat.named("iso"), null, List.of());
    assertThat(none.format()).hasToString("iso");
  }

  private static String after(String format, String first, String second) {
    List<String> texts = List.of(first, second);
    Times times = Times.read(texts::get, 2, TimeFormat.named(format), null, List.of());
    return TimeColumn.of(times, List.of(new int[] {0, 1})).textAfter(1, 1, second);
  }

  @Test
  void timesAreWrittenAsDescribed() {
    assertThat(after("dd-MM-yyyy HH:mm", "31-01-2018 22:30", "31-01-2018 23:30"))
        .isEqualTo("01-02-2018 00:30");
    assertThat(after("dd-MM-yyyy HH.mm", "31-01-2018 22.30", "31-01-2018 23.30"))
        .isEqualTo("01-02-2018 00.30");
  }

  @Test
  void fractionsHaveAsManyDigitsAsBefore() {
    assertThat(after("iso", "2018-01-01T00:00:00.250", "2018-01-01T00:00:00.500"))
        .isEqualTo("2018-01-01T00:00:00.750");
    assertThat(after("iso", "2018-01-01 00:00:00.2", "2018-01-01 00:00:00.6"))
        .isEqualTo("2018-01-01 00:00:01.0");
    assertThat(after("d.M.yyyy", "13.01.2018 10:00:00.250", "13.01.2018 10:00:00.500"))
        .isEqualTo("13.01.2018 10:00:00.750");
    assertThat(after("M/d/yyyy", "1/13/2018 13:00:00.5", "1/13/2018 13:00:00.7"))
        .isEqualTo("1/13/2018 13:00:00.9");
  }

  @Test
  void stepsAreCountedWhereSomeAreMissing() {
    List<String> hours = new ArrayList<>(hours(LocalDateTime.of(2023, 3, 25, 0, 0), 48, ISO));
    hours.remove(26); // 02:00 of a Sunday in March, when clocks may have been put forward
    hours.subList(10, 13).clear();
    TimeOrder order = order(column(hours), hours.size());
    assertThat(order.clockChanges()).isOne();
    assertThat(order.missingSteps()).isEqualTo(3);
    assertThat(order.steps()[9]).isEqualTo(9);
    assertThat(order.steps()[10]).isEqualTo(13);
    assertThat(order.steps()[order.steps().length - 1]).as("the hour was not there").isEqualTo(46);
  }
}
