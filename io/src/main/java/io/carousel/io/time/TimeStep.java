package io.carousel.io.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The step from one time to the next: so many nanoseconds, months, or days of some weekdays.
 *
 * @param kind what is counted
 * @param count how many nanoseconds or months make one step
 * @param weekdays the days of the week that have rows
 * @param monthEnd whether months end on their last day
 * @param counted whether times are plain numbers
 */
public record TimeStep(
    Kind kind, long count, Set<DayOfWeek> weekdays, boolean monthEnd, boolean counted) {
  /** What a step consists of. */
  public enum Kind {
    /** No step recurs often enough. */
    IRREGULAR,
    FIXED,
    WEEKDAYS,
    MONTHS
  }

  static final long SECOND = 1_000_000_000L;
  static final long DAY = 86_400 * SECOND;

  /** Holidays: a week without its working days. */
  private static final int HOLIDAYS = 4;

  static final TimeStep IRREGULAR = new TimeStep(Kind.IRREGULAR, 0, Set.of(), false, false);

  public TimeStep {
    weekdays = Set.copyOf(weekdays);
  }

  static TimeStep fixed(long nanos, boolean counted) {
    return new TimeStep(Kind.FIXED, nanos, Set.of(), false, counted);
  }

  static TimeStep weekdays(Set<DayOfWeek> days) {
    return new TimeStep(Kind.WEEKDAYS, 1, days, false, false);
  }

  static TimeStep months(int months, boolean monthEnd) {
    return new TimeStep(Kind.MONTHS, months, Set.of(), monthEnd, false);
  }

  /**
   * How many steps lie between two times of which the second is later: 1 where they follow each
   * other. Irregular times always follow each other.
   */
  long between(Moment from, Moment to) {
    return switch (kind) {
      case IRREGULAR -> 1;
      case FIXED -> fixedSteps(from, to);
      case WEEKDAYS -> workingDays(from.clock().toLocalDate(), to.clock().toLocalDate());
      case MONTHS ->
          Math.max(
              1,
              ChronoUnit.MONTHS.between(YearMonth.from(from.clock()), YearMonth.from(to.clock()))
                  / count);
    };
  }

  /** Days are those of the wall clock: one may have 23 hours. */
  private long fixedSteps(Moment from, Moment to) {
    long nanos =
        count % DAY == 0 && !counted
            ? ChronoUnit.DAYS.between(from.clock().toLocalDate(), to.clock().toLocalDate()) * DAY
            : from.nanosTo(to);
    return Math.max(1, Math.round((double) nanos / count));
  }

  private long workingDays(LocalDate from, LocalDate to) {
    long weeks = ChronoUnit.DAYS.between(from, to) / 7;
    long days = weeks * weekdays.size();
    for (LocalDate day = from.plusWeeks(weeks).plusDays(1);
        !day.isAfter(to);
        day = day.plusDays(1)) {
      days += weekdays.contains(day.getDayOfWeek()) ? 1 : 0;
    }
    return Math.max(1, days);
  }

  /** Whether clocks are read at fixed steps. */
  boolean isOfClock() {
    return switch (kind) {
      case FIXED -> !counted;
      case IRREGULAR, WEEKDAYS, MONTHS -> false;
    };
  }

  /** Whether a missing step can be told from the times. */
  public boolean isRegular() {
    return !equals(IRREGULAR);
  }

  /** How many steps in a row may be missing before it is a gap: holidays are none. */
  public int usualGap() {
    return switch (kind) {
      case WEEKDAYS -> HOLIDAYS;
      case IRREGULAR, FIXED, MONTHS -> 0;
    };
  }

  /**
   * The time some steps after another.
   *
   * @param zone whose clocks are read, or null if they are never changed
   * @return null where times are irregular
   */
  public Moment after(Moment from, int steps, ZoneId zone) {
    return switch (kind) {
      case IRREGULAR -> null;
      case FIXED -> fixedAfter(from, Duration.ofNanos(count).multipliedBy(steps), zone);
      case WEEKDAYS -> onClock(laterWorkingDay(from.clock(), steps), from, zone);
      case MONTHS -> onClock(laterMonth(from.clock(), steps), from, zone);
    };
  }

  /** Whole days later the wall clock shows the same; hours later it may have been changed. */
  private Moment fixedAfter(Moment from, Duration later, ZoneId zone) {
    if (zone == null || counted) {
      return from.plus(later);
    }
    return count % DAY == 0
        ? onClock(from.clock().plus(later), from, zone)
        : from.plus(later).in(zone);
  }

  private static Moment onClock(LocalDateTime clock, Moment from, ZoneId zone) {
    return zone == null ? Moment.of(clock, from.offset()) : Moment.of(clock, zone);
  }

  private LocalDateTime laterWorkingDay(LocalDateTime from, int steps) {
    LocalDateTime day = from;
    for (int left = steps; left > 0; ) {
      day = day.plusDays(1);
      left -= weekdays.contains(day.getDayOfWeek()) ? 1 : 0;
    }
    return day;
  }

  private LocalDateTime laterMonth(LocalDateTime from, int steps) {
    LocalDateTime later = from.plusMonths(count * steps);
    return monthEnd ? later.withDayOfMonth(YearMonth.from(later).lengthOfMonth()) : later;
  }

  /** The usual seasons in steps, the shortest first; none where times have no calendar. */
  public List<Integer> seasons() {
    return switch (kind) {
      case IRREGULAR -> List.of();
      case WEEKDAYS -> List.of(weekdays.size());
      case MONTHS -> count < 12 && 12 % count == 0 ? List.of((int) (12 / count)) : List.of();
      case FIXED -> counted ? List.of() : fixedSeasons();
    };
  }

  private List<Integer> fixedSeasons() {
    long hour = 3600 * SECOND;
    if (count < hour) {
      return hour % count == 0 && DAY % count == 0
          ? List.of((int) (hour / count), (int) (DAY / count)).stream().filter(s -> s > 1).toList()
          : List.of();
    }
    if (count < DAY) {
      return DAY % count == 0 ? List.of((int) (DAY / count), (int) (7 * DAY / count)) : List.of();
    }
    return count == DAY ? List.of(7) : count == 7 * DAY ? List.of(52) : List.of();
  }

  /** As people say it: {@code 1 hour}, {@code working day}, {@code month end}. */
  @Override
  public String toString() {
    return switch (kind) {
      case IRREGULAR -> "irregular";
      case WEEKDAYS ->
          weekdays.equals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))
              ? "working day"
              : "day on " + weekdays.size() + " days of the week";
      case MONTHS -> monthText();
      case FIXED -> counted ? plain() : FixedText.of(count);
    };
  }

  private String plain() {
    return NumberTimes.text(new Moment(count / SECOND, (int) (count % SECOND), 0), 0);
  }

  private String monthText() {
    if (count == 3) {
      return monthEnd ? "quarter end" : "quarter";
    }
    if (count == 12) {
      return "year";
    }
    return count == 1 ? (monthEnd ? "month end" : "month") : count + " months";
  }
}
