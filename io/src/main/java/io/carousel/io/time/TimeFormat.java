package io.carousel.io.time;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How the times of a column are written: by dates and clocks, or as numbers. Numbers of 9, 12, 15
 * or 18 digits and one more are seconds, milli-, micro- or nanoseconds since 1970; others only
 * count steps.
 *
 * @param name that a model file keeps and {@link #named} understands
 * @param notation of dates, or null for numbers
 * @param scale of numbers that count from 1970: digits of a second; -1 for steps
 */
public record TimeFormat(String name, Notation notation, int scale) {
  private static final String NUMBER = "number";
  private static final List<String> COUNTS = List.of("s", "ms", "us", "ns");

  /**
   * Finds out how texts are written.
   *
   * @param texts by number
   * @throws TimeTextException if one of them is no time, or if two ways of reading fit all of them;
   *     the message gives both and the remedy
   */
  public static TimeFormat detect(IntFunction<String> texts, int count) {
    Require.positive(count, "times");
    BigDecimal largest = largestNumber(texts, count);
    List<Notation> fitting = fitting(texts, count, largest == null);
    if (fitting.size() > 1) {
      requireOneReading(fitting, texts, count);
    }
    if (!fitting.isEmpty()) {
      return new TimeFormat(fitting.get(0).name(), fitting.get(0), -1);
    }
    int scale = NumberTimes.scale(largest);
    return new TimeFormat(scale < 0 ? NUMBER : COUNTS.get(scale / 3), null, scale);
  }

  /** The number that is furthest from 0, or null if not all texts are numbers. */
  private static BigDecimal largestNumber(IntFunction<String> texts, int count) {
    BigDecimal largest = BigDecimal.ZERO;
    for (int i = 0; i < count; i++) {
      BigDecimal number = NumberTimes.number(texts.apply(i));
      if (number == null) {
        return null;
      }
      largest = largest.max(number.abs());
    }
    return largest;
  }

  private static List<Notation> fitting(IntFunction<String> texts, int count, boolean required) {
    List<Notation> fitting = new ArrayList<>(Notation.KNOWN);
    for (int i = 0; i < count && !fitting.isEmpty(); i++) {
      String text = texts.apply(i);
      List<Notation> before = List.copyOf(fitting);
      fitting.removeIf(notation -> notation.read(text) == null);
      if (fitting.isEmpty() && required) {
        throw noTime(text, i, i == 0 ? List.of() : before);
      }
    }
    return fitting;
  }

  private static TimeTextException noTime(String text, int index, List<Notation> before) {
    return new TimeTextException(
        "a time must be a date, a date with a clock or a number"
            + (before.isEmpty() ? "" : ", written like those before it (" + names(before) + ")")
            + ", text="
            + Shown.text(text)
            + "; correct it, or say how it is written with --time-format",
        index);
  }

  private static String names(List<Notation> notations) {
    return String.join(" or ", notations.stream().map(Notation::name).toList());
  }

  private static void requireOneReading(
      List<Notation> fitting, IntFunction<String> texts, int count) {
    Notation one = fitting.get(0);
    for (int i = 0; i < count; i++) {
      String text = texts.apply(i);
      for (Notation other : fitting) {
        Moment first = one.read(text).moment(ZoneOffset.UTC);
        Moment second = other.read(text).moment(ZoneOffset.UTC);
        if (first.compareTo(second) != 0) {
          throw new TimeTextException(
              "times must have one meaning, text="
                  + Shown.text(text)
                  + " could be "
                  + first.clock().toLocalDate()
                  + " ("
                  + one.name()
                  + ") or "
                  + second.clock().toLocalDate()
                  + " ("
                  + other.name()
                  + "); choose one with --time-format",
              i);
        }
      }
    }
  }

  /**
   * The format of this name, or that a pattern describes.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static TimeFormat named(String name) {
    if (name.equals(NUMBER)) {
      return new TimeFormat(name, null, -1);
    }
    int count = COUNTS.indexOf(name);
    return count >= 0
        ? new TimeFormat(name, null, 3 * count)
        : new TimeFormat(name, Notation.of(name), -1);
  }

  /** Whether times only count steps and have no place in the calendar. */
  boolean countsSteps() {
    return notation == null && scale < 0;
  }

  /** Whether a text names the zone or the offset of its clock. */
  boolean namesZone(String text) {
    WrittenTime written = notation == null ? null : notation.read(text);
    return written != null && written.namesZone();
  }

  /**
   * The moment of a text.
   *
   * @param zoned whether texts name their zones
   * @param zone of clocks that name none, or null
   * @throws TimeTextException if it is not written so
   */
  Moment read(String text, int index, boolean zoned, ZoneId zone) {
    return notation == null ? number(text, index) : date(text, index, zoned, zone);
  }

  private Moment number(String text, int index) {
    BigDecimal number = NumberTimes.number(text);
    if (number == null) {
      throw notWrittenSo(text, index);
    }
    return NumberTimes.moment(number, Math.max(0, scale));
  }

  private Moment date(String text, int index, boolean zoned, ZoneId zone) {
    WrittenTime written = notation.read(text);
    if (written == null) {
      throw notWrittenSo(text, index);
    }
    if (written.namesZone() != zoned) {
      throw new TimeTextException(
          "times must all name their zones, or none of them, text="
              + Shown.text(text)
              + (zoned ? " names none, others do" : " names one, others do not")
              + "; write all of them in one way",
          index);
    }
    return written.moment(zone == null ? ZoneOffset.UTC : zone);
  }

  private TimeTextException notWrittenSo(String text, int index) {
    return new TimeTextException(
        "a time must be written as " + name + ", text=" + Shown.text(text) + "; correct it", index);
  }

  /** The second of the hours that come twice where clocks are put back; else the same moment. */
  static Moment later(Moment moment, ZoneId zone) {
    int offset =
        moment.clock().atZone(zone).withLaterOffsetAtOverlap().getOffset().getTotalSeconds();
    return Moment.of(moment.clock(), offset);
  }

  /**
   * A moment written as a text of the same file is.
   *
   * @param like a text of this format
   */
  public String text(Moment moment, String like) {
    if (notation == null) {
      return NumberTimes.text(moment, Math.max(0, scale));
    }
    return new TimeWriter(notation, like).text(moment);
  }

  /** Kept by model files as its name. */
  @Override
  public String toString() {
    return name;
  }

  static DateTimeFormatter english(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
