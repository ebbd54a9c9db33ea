package io.carousel.io;

import java.util.regex.Pattern;

/** What is wrong with a cell of a column of numbers, and what to do about it. */
final class CellFault {
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?(\\d{1,3}([. '\u00a0\u202f]\\d{3})+|\\d+),\\d+([eE][+-]?\\d+)?");
  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?\\d{1,3}([, '\u2019\u00a0\u202f_]\\d{2,3})+(\\.\\d+)?");
  private static final Pattern THOUSANDS_BY_POINTS =
      Pattern.compile("[+-]?\\d{1,3}(\\.\\d{3}){2,}");
  private static final Pattern SYMBOL_BEFORE =
      Pattern.compile("[+-]?([^\\d\\s.,+-]{1,4})\\s?[\\d.,]+");
  private static final Pattern SYMBOL_AFTER =
      Pattern.compile("[+-]?[\\d.,]+\\s?([^\\d\\s.,]{1,4})");
  private static final Pattern DATE = Pattern.compile("\\d{1,4}([-/.])\\d{1,2}\\1\\d{1,4}.*");
  private static final Pattern NO_DIGIT = Pattern.compile("[^\\p{L}\\d]{1,4}");

  private CellFault() {}

  /** The remedy for a text where a number is due. */
  static String remedy(String text) {
    if (DATE.matcher(text).matches()) {
      return "name a column of times with --time, or leave it out of --features";
    }
    if (DECIMAL_COMMA.matcher(text).matches()) {
      return "it looks like a decimal comma: choose --decimal ," + thousandsBefore(text);
    }
    if (THOUSANDS_BY_POINTS.matcher(text).matches()) {
      return "it looks like marks between thousands: choose --thousands . --decimal ,";
    }
    if (THOUSANDS.matcher(text).matches()) {
      return "it looks like marks between thousands: choose --thousands '" + firstMark(text) + "'";
    }
    String symbol = symbol(text);
    if (symbol != null) {
      return "it looks like a number with a symbol: choose --symbols '" + symbol + "'";
    }
    return NO_DIGIT.matcher(text).matches()
        ? "if it stands for a missing number, choose --na '" + text + "'"
        : "name a column of categories with --categorical, or leave it out of --features";
  }

  private static String thousandsBefore(String text) {
    char mark = firstMark(text);
    return mark == ',' ? "" : " --thousands '" + mark + "'";
  }

  private static char firstMark(String text) {
    return (char)
        text.chars()
            .filter(c -> !Character.isDigit(c) && c != '-' && c != '+')
            .findFirst()
            .orElse(' ');
  }

  private static String symbol(String text) {
    var before = SYMBOL_BEFORE.matcher(text);
    if (before.matches()) {
      return before.group(1);
    }
    var after = SYMBOL_AFTER.matcher(text);
    return after.matches() ? after.group(1) : null;
  }
}
