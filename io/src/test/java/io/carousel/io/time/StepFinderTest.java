package io.carousel.io.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the step of a column is on the edge of being another, or none. */
class StepFinderTest {
  private static TimeStep step(List<String> texts) {
    Times times = Times.read(texts::get, texts.size(), null, null, List.of());
    return StepFinder.of(times, List.of(IntStream.range(0, texts.size()).toArray()));
  }

  private static TimeStep counted(int... numbers) {
    return step(Arrays.stream(numbers).mapToObj(Integer::toString).toList());
  }

  private static List<String> days(LocalDate from, int count) {
    List<String> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      days.add(from.plusDays(i).toString());
    }
    return days;
  }

  @Test
  void aStepIsWhatMostDifferencesAre() {
    assertThat(counted(1, 2, 3, 4, 6)).hasToString("1");
    assertThat(counted(0, 5, 10, 15, 30)).hasToString("5");
    assertThat(counted(1)).isEqualTo(TimeStep.IRREGULAR);
    assertThat(counted(1, 1, 1)).isEqualTo(TimeStep.IRREGULAR);
  }

  @Test
  void halfOfTheDifferencesMustBeTheStep() {
    assertThat(counted(0, 1, 2, 4, 7)).as("1 1 2 3").hasToString("1");
    assertThat(counted(0, 1, 2, 4, 7, 11)).as("1 1 2 3 4").isEqualTo(TimeStep.IRREGULAR);
  }

  @Test
  void nineOfTenDifferencesMustBeWholeSteps() {
    int[] nine = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 19};
    assertThat(counted(nine)).hasToString("2");
    int[] eight = {0, 2, 4, 6, 8, 10, 12, 14, 16, 17, 18};
    assertThat(counted(eight)).isEqualTo(TimeStep.IRREGULAR);
  }

  @Test
  void theShorterOfTwoEquallyFrequentStepsIsTaken() {
    assertThat(counted(0, 1, 3, 4, 6)).hasToString("1");
  }

  @Test
  void aWeekendRowOrTwoInAHundredIsAMistake() {
    List<String> days = days(LocalDate.of(2018, 1, 1), 400);
    days.removeIf(day -> LocalDate.parse(day).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0);
    assertThat(step(days)).hasToString("working day");
    days.add(days.indexOf("2018-02-05"), "2018-02-03");
    assertThat(step(days)).hasToString("working day");
    List<String> all = days(LocalDate.of(2018, 1, 1), 100);
    assertThat(step(all)).hasToString("1 day");
    all.remove(50);
    assertThat(step(all)).as("one day of all missing").hasToString("1 day");
  }

  @Test
  void aFewDaysDoNotTellTheWeekendApart() {
    List<String> week = List.of("2018-01-04", "2018-01-05", "2018-01-08", "2018-01-09");
    assertThat(step(week)).isNotEqualTo(TimeStep.weekdays(Set.of()));
    List<String> days = days(LocalDate.of(2018, 1, 1), 10);
    days.removeIf(day -> LocalDate.parse(day).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0);
    assertThat(days).hasSize(8);
    assertThat(step(days)).hasToString("working day");
    assertThat(step(days.subList(1, 8))).as("six differences").hasToString("1 day");
  }

  @Test
  void quartersYearsAndMonthsAreTold() {
    assertThat(step(List.of("2018-01-01", "2018-04-01", "2018-07-01", "2018-10-01")))
        .hasToString("quarter");
    assertThat(step(List.of("2018-03-31", "2018-06-30", "2018-09-30", "2018-12-31")))
        .hasToString("quarter end");
    assertThat(step(List.of("2016-05-04", "2017-05-04", "2018-05-04"))).hasToString("year");
    assertThat(step(List.of("2018-01-15", "2018-02-15", "2018-03-15", "2018-05-15")))
        .hasToString("month");
    assertThat(step(List.of("2018-02-01", "2018-03-01", "2018-03-29")))
        .as("28 days each, not the same day of the month")
        .hasToString("4 weeks");
    assertThat(step(List.of("2018-01-01 00:00", "2018-02-01 06:00", "2018-03-01 00:00")))
        .as("not one clock")
        .isEqualTo(TimeStep.IRREGULAR);
  }

  @Test
  void aWeekdayOfOneRowInFiftyIsAMistake() {
    List<String> days = new ArrayList<>(days(LocalDate.of(2018, 1, 1), 67));
    days.removeIf(day -> LocalDate.parse(day).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0);
    assertThat(days).hasSize(49);
    days.add(days.indexOf("2018-02-05"), "2018-02-03");
    assertThat(step(days)).as("one Saturday in 50 rows").hasToString("working day");
    days.remove(0);
    assertThat(step(days)).as("one in 49").hasToString("day on 6 days of the week");
  }

  @Test
  void seriesThatNeverSkipADayAreOfDays() {
    List<String> texts = new ArrayList<>();
    List<int[]> series = new ArrayList<>();
    for (int week = 0; week < 8; week++) {
      series.add(new int[] {texts.size(), texts.size() + 1});
      texts.addAll(days(LocalDate.of(2018, 1, 1).plusWeeks(week), 2));
    }
    Times times = Times.read(texts::get, texts.size(), null, null, List.of());
    assertThat(StepFinder.of(times, series)).as("Mondays and Tuesdays").hasToString("1 day");
  }

  @Test
  void theShortestMonthIsAMonth() {
    assertThat(step(List.of("2017-02-01", "2017-03-01", "2018-02-01", "2018-03-01")))
        .as("28 days twice")
        .hasToString("month");
    assertThat(step(List.of("2018-02-01", "2018-03-01"))).hasToString("4 weeks");
  }

  @Test
  void datesThatComeTwiceAreNotMonths() {
    List<String> twice =
        List.of(
            "2017-12-01T00:00+03:00",
            "2017-12-01T00:00+02:00",
            "2018-01-01T00:00+02:00",
            "2018-02-01T00:00+02:00",
            "2018-02-01T00:00+00:00");
    assertThat(step(twice)).isEqualTo(TimeStep.IRREGULAR);
  }
}
