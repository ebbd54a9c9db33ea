package io.carousel.io.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the step at which times follow each other: the one that most of them keep. Missing rows and
 * doubled ones do not change it.
 */
final class StepFinder {
  /** The share of differences that must be whole multiples of a fixed step. */
  private static final double WHOLE = 0.9;

  /** The share of differences that must be the step itself. */
  private static final double MOST = 0.5;

  /** The share of rows below which a day of the week has none but by mistake. */
  private static final double RARE_DAY = 0.02;

  private final Times times;
  private final Map<Long, Integer> differences = new HashMap<>();
  private final Map<DayOfWeek, Integer> days = new EnumMap<>(DayOfWeek.class);
  private final Set<LocalTime> clocks = new HashSet<>();
  private final Map<Integer, Integer> monthDifferences = new HashMap<>();
  private boolean firstOfMonth = true;
  private boolean lastOfMonth = true;
  private int sameDay = -1;
  private boolean oneDay = true;
  private int total;

  private StepFinder(Times times) {
    this.times = times;
  }

  /** The step of some series, each given by its rows in order. */
  static TimeStep of(Times times, Collection<int[]> series) {
    StepFinder finder = new StepFinder(times);
    series.forEach(finder::add);
    return finder.step();
  }

  private void add(int[] rows) {
    for (int i = 0; i < rows.length; i++) {
      Moment here = times.get(rows[i]);
      if (!times.format().countsSteps()) {
        look(here.clock());
      }
      if (i > 0) {
        count(times.get(rows[i - 1]), here);
      }
    }
  }

  private void look(LocalDateTime clock) {
    LocalDate date = clock.toLocalDate();
    days.merge(date.getDayOfWeek(), 1, Integer::sum);
    if (clocks.size() < 2) {
      clocks.add(clock.toLocalTime());
    }
    firstOfMonth &= date.getDayOfMonth() == 1;
    lastOfMonth &= date.getDayOfMonth() == YearMonth.from(date).lengthOfMonth();
    oneDay &= sameDay < 0 || sameDay == date.getDayOfMonth();
    sameDay = date.getDayOfMonth();
  }

  private void count(Moment before, Moment here) {
    long nanos = before.nanosTo(here);
    if (nanos <= 0) {
      return;
    }
    total++;
    differences.merge(nanos, 1, Integer::sum);
    if (!times.format().countsSteps()) {
      LocalDateTime from = before.clock();
      LocalDateTime to = here.clock();
      monthDifferences.merge(
          12 * (to.getYear() - from.getYear()) + to.getMonthValue() - from.getMonthValue(),
          1,
          Integer::sum);
    }
  }

  private TimeStep step() {
    if (total == 0) {
      return TimeStep.IRREGULAR;
    }
    long step = mostFrequent(differences);
    if (isMonthly(step)) {
      int months = mostFrequent(monthDifferences);
      return months > 0
          ? TimeStep.months(months, lastOfMonth && !firstOfMonth)
          : TimeStep.IRREGULAR;
    }
    boolean skipsDays = total >= 7 && differences.size() > 1 && usualDays().size() < 7;
    if (step == TimeStep.DAY && clocks.size() == 1 && skipsDays) {
      return TimeStep.weekdays(usualDays());
    }
    return keeps(step) ? TimeStep.fixed(step, times.format().countsSteps()) : TimeStep.IRREGULAR;
  }

  private boolean isMonthly(long step) {
    boolean sameDayEach = firstOfMonth || lastOfMonth || oneDay;
    return !times.format().countsSteps()
        && sameDayEach
        && clocks.size() == 1
        && step >= 28 * TimeStep.DAY
        && total > 1;
  }

  private Set<DayOfWeek> usualDays() {
    int rows = days.values().stream().mapToInt(Integer::intValue).sum();
    Set<DayOfWeek> usual = EnumSet.noneOf(DayOfWeek.class);
    days.forEach(
        (day, count) -> {
          if (count > RARE_DAY * rows) {
            usual.add(day);
          }
        });
    return usual;
  }

  private boolean keeps(long step) {
    int whole = 0;
    for (Map.Entry<Long, Integer> difference : differences.entrySet()) {
      whole += difference.getKey() % step == 0 ? difference.getValue() : 0;
    }
    return whole >= WHOLE * total && differences.get(step) >= MOST * total;
  }

  private static <K extends Comparable<K>> K mostFrequent(Map<K, Integer> counts) {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<K, Integer>comparingByValue()
                .thenComparing(Map.Entry.<K, Integer>comparingByKey().reversed()))
        .orElseThrow()
        .getKey();
  }
}
