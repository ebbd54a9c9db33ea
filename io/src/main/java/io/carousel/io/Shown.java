package io.carousel.io;

/** Text out of files as messages show it: on one line and not too long. */
final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The text with control characters as {@code \\uXXXX}, cut where it is long. */
  static String text(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
    return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (Character.isISOControl(codePoint)) {
      shown.append(String.format("\\u%04x", codePoint));
    } else {
      shown.appendCodePoint(codePoint);
    }
  }
}
