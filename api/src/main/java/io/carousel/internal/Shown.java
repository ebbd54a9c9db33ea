package io.carousel.internal;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;

/** Text out of files and of users as messages show it: on one line and not too long. */
public final class Shown {
  /** Code points of one text, a column's name say. */
  private static final int LONGEST = 60;

  /** Characters of all texts of a list; a message may show three lists. */
  private static final int LONGEST_LIST = 600;

  private Shown() {}

  /** The text with control characters as {@code \\uXXXX}, cut where it is long. */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
    return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
  }

  /** The texts as {@code [a, b]}, or {@code [a, b and 994 more]} where all would be too long. */
  public static String list(Collection<String> texts) {
    StringBuilder shown = new StringBuilder("[");
    int count = 0;
    for (String text : texts) {
      String next = (count == 0 ? "" : ", ") + text(text);
      if (shown.length() + next.length() > LONGEST_LIST) {
        return shown.append(" and ").append(texts.size() - count).append(" more]").toString();
      }
      shown.append(next);
      count++;
    }
    return shown.append(']').toString();
  }

  /** A number of things: {@code 1 row}, {@code 2 rows}. */
  public static String count(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /**
   * A record in the notation of the command line's settings, named as its factory: {@code
   * cosine:epochs=2,floor=0.0}.
   */
  public static String setting(Record record) {
    String name = record.getClass().getSimpleName();
    StringJoiner values = new StringJoiner(",");
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      values.add(component.getName() + "=" + value(component, record));
    }
    String first = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    return values.length() == 0 ? first : first + ":" + values;
  }

  private static String value(RecordComponent component, Record record) {
    try {
      Object value = component.getAccessor().invoke(record);
      return value instanceof Record inner ? setting(inner) : String.valueOf(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (Character.isISOControl(codePoint)) {
      shown.append(String.format("\\u%04x", codePoint));
    } else {
      shown.appendCodePoint(codePoint);
    }
  }
}
