package io.carousel.io;

import java.util.regex.Pattern;

/** Numbers as CSV files write them: decimal, with an exponent or without. */
final class Numbers {
  private static final Pattern INFINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  private Numbers() {}

  /**
   * Whether this is a number in decimal digits; not so {@code 1f}, {@code 0x1}, {@code NaN} or an
   * exponent of ten digits.
   */
  static boolean looksFinite(String text) {
    return looksFinite(text.toCharArray(), 0, text.length());
  }

  /** The same of {@code count} characters. */
  static boolean looksFinite(char[] text, int from, int count) {
    int to = from + count;
    int at = afterSign(text, from, to);
    int whole = afterDigits(text, at, to);
    int fraction = whole < to && text[whole] == '.' ? whole + 1 : whole;
    int end = afterDigits(text, fraction, to);
    boolean digits = whole > at || end > fraction;
    return digits && (end == to || isExponent(text, end, to));
  }

  private static boolean isExponent(char[] text, int at, int to) {
    int from = afterSign(text, at + 1, to);
    boolean marked = text[at] == 'e' || text[at] == 'E';
    int end = afterDigits(text, from, to);
    return marked && end > from && end - from < 10 && end == to;
  }

  private static int afterSign(char[] text, int at, int to) {
    boolean sign = at < to && (text[at] == '-' || text[at] == '+');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(char[] text, int at, int to) {
    int end = at;
    while (end < to && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return end;
  }

  /** Whether this is one of the usual spellings of infinity or of not-a-number. */
  static boolean looksInfinite(String text) {
    return INFINITE.matcher(text).matches();
  }
}
