package io.carousel.io.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;

/**
 * One way of writing dates and times.
 *
 * @param name as options and model files have it
 * @param parser of texts written so
 */
record Notation(String name, DateTimeFormatter parser) {
  /** Two digits of a year are one of the hundred years from here. */
  private static final LocalDate CENTURY = LocalDate.of(1970, 1, 1);

  private static final String CLOCK = "[['T'][ ]HH:mm[:ss]]";

  /** The ways that are tried; of two that fit all texts neither is taken. */
  static final List<Notation> KNOWN =
      List.of(
          iso(),
          new Notation(
              "yyyyMMdd",
              builder()
                  .appendValue(ChronoField.YEAR, 4)
                  .appendValue(ChronoField.MONTH_OF_YEAR, 2)
                  .appendValue(ChronoField.DAY_OF_MONTH, 2)
                  .toFormatter(Locale.ROOT)),
          new Notation("yyyy-MM", strict("uuuu-MM")),
          new Notation("quarter", quarter()),
          regional("yyyy/M/d", "uuuu/M/d"),
          regional("yyyy.M.d", "uuuu.M.d"),
          regional("d.M.yyyy", "d.M.", false),
          regional("d/M/yyyy", "d/M/", false),
          regional("M/d/yyyy", "M/d/", false),
          regional("d-M-yyyy", "d-M-", false),
          regional("M-d-yyyy", "M-d-", false),
          regional("d.M.yy", "d.M.", true),
          regional("d/M/yy", "d/M/", true),
          regional("M/d/yy", "M/d/", true),
          regional("d-MMM-yyyy", "d-MMM-", false),
          regional("d-MMM-yy", "d-MMM-", true),
          regional("d MMM yyyy", "d MMM ", false),
          regional("MMM d, yyyy", "MMM d, ", false));

  private static DateTimeFormatterBuilder builder() {
    return new DateTimeFormatterBuilder().parseCaseInsensitive();
  }

  private static DateTimeFormatter strict(String pattern) {
    return finished(builder().appendPattern(pattern));
  }

  private static DateTimeFormatter finished(DateTimeFormatterBuilder builder) {
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  private static Notation iso() {
    return new Notation(
        "iso",
        finished(
            builder()
                .appendPattern("uuuu-MM-dd" + CLOCK)
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                .optionalEnd()
                .appendPattern("[ ][XXX][XX][X]['['VV']']")));
  }

  private static DateTimeFormatter quarter() {
    return finished(
        builder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("[-][ ]'Q'")
            .appendValue(IsoFields.QUARTER_OF_YEAR, 1));
  }

  private static Notation regional(String name, String before, boolean twoDigits) {
    DateTimeFormatterBuilder builder = builder().appendPattern(before);
    if (twoDigits) {
      builder.appendValueReduced(ChronoField.YEAR, 2, 2, CENTURY);
    } else {
      builder.appendValue(ChronoField.YEAR, 4, 4, SignStyle.NOT_NEGATIVE);
    }
    return new Notation(name, withClock(builder));
  }

  private static Notation regional(String name, String date) {
    return new Notation(name, withClock(builder().appendPattern(date)));
  }

  private static DateTimeFormatter withClock(DateTimeFormatterBuilder builder) {
    return finished(
        builder
            .appendPattern("[[,]['T'][ ][h:mm[:ss] a][H:mm[:ss]]]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd());
  }

  /**
   * A way that a user describes.
   *
   * @throws IllegalArgumentException if it is no pattern of {@link DateTimeFormatter}
   */
  static Notation of(String pattern) {
    for (Notation known : KNOWN) {
      if (known.name.equals(pattern)) {
        return known;
      }
    }
    try {
      // A year of the era, as most people write it, is no year to the strict style.
      return new Notation(pattern, strict(pattern.replace("yyyy", "uuuu").replace("yy", "uu")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "time format must be a pattern such as dd/MM/yyyy or yyyy-MM-dd HH:mm, timeFormat="
              + pattern
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** What a text says, or null if it is not written so. */
  WrittenTime read(String text) {
    try {
      TemporalAccessor parsed = parser.parse(text);
      return new WrittenTime(LocalDateTime.of(date(parsed), time(parsed)), zone(parsed));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** An offset counts more than the name of a zone: it tells an hour that comes twice apart. */
  private static ZoneId zone(TemporalAccessor parsed) {
    ZoneId offset = parsed.query(TemporalQueries.offset());
    return offset == null ? parsed.query(TemporalQueries.zone()) : offset;
  }

  private static LocalDate date(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    if (date != null) {
      return date;
    }
    int year = parsed.get(ChronoField.YEAR);
    boolean quarterly =
        parsed.isSupported(IsoFields.QUARTER_OF_YEAR)
            && !parsed.isSupported(ChronoField.MONTH_OF_YEAR);
    int month =
        quarterly
            ? 3 * (int) parsed.getLong(IsoFields.QUARTER_OF_YEAR) - 2
            : parsed.get(ChronoField.MONTH_OF_YEAR);
    return LocalDate.of(year, month, 1);
  }

  private static LocalTime time(TemporalAccessor parsed) {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    return time == null ? LocalTime.MIDNIGHT : time;
  }
}
