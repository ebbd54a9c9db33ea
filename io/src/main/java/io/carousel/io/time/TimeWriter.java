package io.carousel.io.time;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes times as the times of a file are written. */
final class TimeWriter {
  private static final Pattern ISO =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(([T ])\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?)?( ?)(.*)");
  private static final Pattern CLOCK =
      Pattern.compile("^(.*?)([, T]*)(\\d{1,2}):(\\d{2})(:\\d{2})?([.,]\\d+)?( [AaPp][Mm])?$");

  private final Notation notation;
  private final String like;

  TimeWriter(Notation notation, String like) {
    this.notation = notation;
    this.like = like;
  }

  String text(Moment moment) {
    return switch (notation.name()) {
      case "iso" -> iso(moment);
      case "quarter" -> quarter(moment);
      case "yyyyMMdd", "yyyy-MM" -> TimeFormat.english(notation.name()).format(moment.clock());
      default -> isKnown() ? regional(moment) : notation.parser().format(moment.clock());
    };
  }

  private boolean isKnown() {
    return Notation.KNOWN.contains(notation);
  }

  private String iso(Moment moment) {
    Matcher found = ISO.matcher(like);
    if (!found.matches() || found.group(2) == null) {
      return moment.clock().toLocalDate().toString();
    }
    String seconds = found.group(4) == null ? "" : ":ss";
    String clock = "yyyy-MM-dd'" + found.group(3) + "'HH:mm" + seconds + fraction(found.group(5));
    return TimeFormat.english(clock).format(moment.clock()) + offset(found, moment);
  }

  /** The pattern of as many digits of a second as a text has behind its point. */
  private static String fraction(String like) {
    return like == null ? "" : "." + "S".repeat(Math.min(9, like.length() - 1));
  }

  private static String offset(Matcher found, Moment moment) {
    String zone = found.group(7);
    if (zone.isEmpty()) {
      return "";
    }
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(moment.offset());
    String pattern = zone.startsWith("Z") ? "XXX" : zone.contains(":") ? "xxx" : "xx";
    return found.group(6) + DateTimeFormatter.ofPattern(pattern).format(offset);
  }

  private String quarter(Moment moment) {
    String between = like.replaceAll("[\\dQq]", "");
    return moment.clock().getYear() + between + "Q" + moment.clock().get(IsoFields.QUARTER_OF_YEAR);
  }

  private String regional(Moment moment) {
    Matcher clock = CLOCK.matcher(like);
    boolean timed = clock.matches();
    String date = timed ? clock.group(1) : like;
    String pattern = notation.name();
    if (date.matches("\\D*\\d{2}\\D.*|\\d{4}\\D\\d{2}\\D\\d{2}")) {
      pattern = pattern.replaceAll("(?<!d)d(?!d)", "dd").replaceAll("(?<!M)M(?!M)", "MM");
    }
    String written = TimeFormat.english(pattern).format(moment.clock());
    return timed ? written + clock.group(2) + clock(clock, moment) : written;
  }

  private static String clock(Matcher like, Moment moment) {
    boolean half = like.group(7) != null;
    String hour = like.group(3).length() == 2 ? (half ? "hh" : "HH") : (half ? "h" : "H");
    String seconds = like.group(5) == null ? "" : ":ss" + fraction(like.group(6));
    String pattern = hour + ":mm" + seconds + (half ? " a" : "");
    return TimeFormat.english(pattern).format(moment.clock());
  }
}
