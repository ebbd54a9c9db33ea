package io.carousel.io.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

/**
 * A point in time, or a number that stands for one.
 *
 * @param seconds since 1970 in UTC (of a wall clock without a zone: as if it were in UTC); of a
 *     plain number its whole part
 * @param nanos 0 to 999,999,999 more
 * @param offset seconds by which the wall clock of the text is ahead of UTC
 */
record Moment(long seconds, int nanos, int offset) implements Comparable<Moment> {
  private static final int NANOS = 1_000_000_000;

  /** Of a wall clock that is this far ahead of UTC. */
  static Moment of(LocalDateTime clock, int offset) {
    return new Moment(
        clock.toEpochSecond(ZoneOffset.UTC) - offset,
        clock.get(ChronoField.NANO_OF_SECOND),
        offset);
  }

  /** Of a wall clock in a zone, the earlier of two; an hour that is skipped becomes the next. */
  static Moment of(LocalDateTime clock, ZoneId zone) {
    ZonedDateTime zoned = clock.atZone(zone);
    return of(zoned.toLocalDateTime(), zoned.getOffset().getTotalSeconds());
  }

  /** What the wall clock shows. */
  LocalDateTime clock() {
    return LocalDateTime.ofEpochSecond(seconds + offset, nanos, ZoneOffset.UTC);
  }

  /** So much later, or earlier. */
  Moment plus(Duration more) {
    long sum = (long) nanos + more.getNano();
    return new Moment(
        Math.addExact(seconds, more.getSeconds()) + sum / NANOS, (int) (sum % NANOS), offset);
  }

  /** The same point in time by the wall clocks of a zone. */
  Moment in(ZoneId zone) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    return new Moment(seconds, nanos, zone.getRules().getOffset(instant).getTotalSeconds());
  }

  /** Nanoseconds until another moment; the largest long if they are too many. */
  long nanosTo(Moment other) {
    try {
      long whole = Math.multiplyExact(Math.subtractExact(other.seconds, seconds), (long) NANOS);
      return Math.addExact(whole, other.nanos - nanos);
    } catch (ArithmeticException e) {
      return other.seconds > seconds ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  @Override
  public int compareTo(Moment other) {
    int whole = Long.compare(seconds, other.seconds);
    return whole == 0 ? Integer.compare(nanos, other.nanos) : whole;
  }
}
