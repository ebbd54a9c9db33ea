package io.carousel.io;

import io.carousel.internal.Require;
import java.util.Objects;

/**
 * How the rows of a file are read, in training as later in use.
 *
 * @param format of the text
 * @param missing what is done about missing cells
 * @param timeColumn the column whose times must ascend, or null
 * @param timeFormat how its texts are written, or null to find out by looking
 * @param timeZone of clocks that name none, such as Europe/Berlin, or null
 * @param largestGap how many time steps in a row may be missing without ending a window; -1 for
 *     what suits the calendar
 */
public record Reading(
    CsvFormat format,
    Missing missing,
    String timeColumn,
    String timeFormat,
    String timeZone,
    int largestGap) {
  /** A standard file without missing cells and without times. */
  public static final Reading STANDARD =
      new Reading(CsvFormat.STANDARD, Missing.ERROR, null, null, null, -1);

  public Reading {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(missing, "missing");
    Require.that(
        timeColumn != null || (timeFormat == null && timeZone == null),
        "time format and time zone need a time column, timeFormat="
            + timeFormat
            + ", timeZone="
            + timeZone
            + "; name it with --time");
    Require.that(largestGap >= -1, "largestGap must be -1 or more, largestGap=" + largestGap);
  }

  /** The same with another text format. */
  public Reading withFormat(CsvFormat other) {
    return new Reading(other, missing, timeColumn, timeFormat, timeZone, largestGap);
  }

  /** The same with missing cells treated otherwise. */
  public Reading withMissing(Missing other) {
    return new Reading(format, other, timeColumn, timeFormat, timeZone, largestGap);
  }

  /** The same with this column of times, written like this (null to find out), in this zone. */
  public Reading withTime(String column, String writtenAs, String zone) {
    return new Reading(format, missing, column, writtenAs, zone, largestGap);
  }

  /** The same with another largest gap. */
  public Reading withLargestGap(int steps) {
    return new Reading(format, missing, timeColumn, timeFormat, timeZone, steps);
  }
}
