package io.carousel.io.time;

import java.time.ZoneId;
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
   * @throws TimeTextException if one of them is no time, or could be two
   */
  public static Times read(IntFunction<String> texts, int count, TimeFormat format, ZoneId zone) {
    TimeFormat known = format == null ? TimeFormat.detect(texts, count) : format;
    boolean zoned = count > 0 && known.namesZone(texts.apply(0));
    ZoneId clocks = zoned ? null : zone;
    Times times = new Times(known, zoned, clocks, count);
    Moment before = null;
    for (int i = 0; i < count; i++) {
      Moment moment = known.read(texts.apply(i), i, zoned, clocks);
      boolean back = clocks != null && before != null && before.compareTo(moment) >= 0;
      before = back ? TimeFormat.later(moment, clocks) : moment;
      times.set(i, before);
    }
    return times;
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
