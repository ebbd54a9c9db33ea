package io.carousel.io.time;

import java.time.ZoneId;
import java.util.Collection;
import java.util.function.IntFunction;

/** The times of the rows of a file, 12 bytes each, or 16 where clocks have zones. */
public final class Times {
  private final TimeFormat format;
  private final boolean zoned; // whether the texts name their zones
  private final ZoneId zone;
  private final long[] seconds;
  private final int[] nanos;
  private int[] offsets;

  private Times(TimeFormat format, boolean zoned, ZoneId zone, int count) {
    this.format = format;
    this.zoned = zoned;
    this.zone = zone;
    seconds = new long[count];
    nanos = new int[count];
  }

  /**
   * Reads texts.
   *
   * @param format how they are written, or null to find out
   * @param zone of clocks that name none, or null; not used if the texts name theirs
   * @param series the rows of each series, in order
   * @throws TimeTextException if one of them is no time, or could be two
   */
  public static Times read(
      IntFunction<String> texts,
      int count,
      TimeFormat format,
      ZoneId zone,
      Collection<int[]> series) {
    TimeFormat known = format == null ? TimeFormat.detect(texts, count) : format;
    boolean zoned = count > 0 && known.namesZone(texts.apply(0));
    ZoneId clocks = zoned ? null : zone;
    Times times = new Times(known, zoned, clocks, count);
    for (int i = 0; i < count; i++) {
      times.set(i, known.read(texts.apply(i), i, zoned, clocks));
    }
    if (clocks != null) {
      series.forEach(times::putBack);
    }
    return times;
  }

  /**
   * When clocks are put back an hour comes twice: a time that is not after the one before it in its
   * series is meant to be the second.
   */
  private void putBack(int[] rows) {
    for (int i = 1; i < rows.length; i++) {
      Moment here = get(rows[i]);
      if (get(rows[i - 1]).compareTo(here) >= 0) {
        set(rows[i], TimeFormat.later(here, zone));
      }
    }
  }

  private void set(int row, Moment moment) {
    seconds[row] = moment.seconds();
    nanos[row] = moment.nanos();
    if (moment.offset() != 0 && offsets == null) {
      offsets = new int[seconds.length];
    }
    if (offsets != null) {
      offsets[row] = moment.offset();
    }
  }

  /** How they are written. */
  public TimeFormat format() {
    return format;
  }

  /** Of clocks that name none, or null. */
  ZoneId zone() {
    return zone;
  }

  /** Whether clocks may have been changed without a text or an option that tells. */
  boolean hideClockChanges() {
    return zone == null && !zoned;
  }

  Moment get(int row) {
    return new Moment(seconds[row], nanos[row], offsets == null ? 0 : offsets[row]);
  }
}
