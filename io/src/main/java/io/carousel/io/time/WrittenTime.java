package io.carousel.io.time;

import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A time as a text has it.
 *
 * @param clock what the wall clock shows
 * @param zone the zone or the offset that the text names, or null
 */
record WrittenTime(LocalDateTime clock, ZoneId zone) {
  boolean namesZone() {
    return zone != null;
  }

  /**
   * The point in time.
   *
   * @param unnamed the zone of a clock whose text names none
   */
  Moment moment(ZoneId unnamed) {
    return Moment.of(clock, zone == null ? unnamed : zone);
  }
}
