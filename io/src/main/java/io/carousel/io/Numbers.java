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
    int at = afterSign(text, 0);
    int whole = afterDigits(text, at);
    int fraction = whole < text.length() && text.charAt(whole) == '.' ? whole + 1 : whole;
    int end = afterDigits(text, fraction);
    boolean digits = whole > at || end > fraction;
    return digits && (end == text.length() || isExponent(text, end));
  }

  private static boolean isExponent(String text, int at) {
    int from = afterSign(text, at + 1);
    boolean marked = text.charAt(at) == 'e' || text.charAt(at) == 'E';
    int end = afterDigits(text, from);
    return marked && end > from && end - from < 10 && end == text.length();
  }

  private static int afterSign(String text, int at) {
    boolean sign = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** Whether this is one of the usual spellings of infinity or of not-a-number. */
  static boolean looksInfinite(String text) {
    return INFINITE.matcher(text).matches();
  }
}
