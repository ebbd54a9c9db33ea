package io.carousel.io.time;

import java.time.DayOfWeek;
import java.time.LocalDateTime;

/** Knows the nights in which clocks without a zone are set to summer time and back. */
final class ClockChange {
  private static final long HOUR = 3600 * TimeStep.SECOND;

  private ClockChange() {}

  /** Whether an hour is missing because clocks were put forward. */
  static boolean isSpring(Moment before, Moment here, TimeStep step) {
    return step.isOfClock()
        && step.count() <= HOUR
        && before.nanosTo(here) == HOUR + step.count()
        && isNight(here.clock());
  }

  /** Whether an hour may come again because clocks were put back. */
  static boolean isAutumn(Moment before, Moment here) {
    long back = here.nanosTo(before);
    return back >= 0 && back <= HOUR && isNight(here.clock());
  }

  private static boolean isNight(LocalDateTime clock) {
    boolean month =
        switch (clock.getMonth()) {
          case MARCH, APRIL, SEPTEMBER, OCTOBER, NOVEMBER -> true;
          default -> false;
        };
    return month && clock.getDayOfWeek() == DayOfWeek.SUNDAY && clock.getHour() <= 3;
  }
}
