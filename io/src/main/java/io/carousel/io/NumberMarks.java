package io.carousel.io;

import java.util.List;

/** What stands in and around the digits of a number that people write for each other. */
final class NumberMarks {
  private static final String BLANKS = " \u00a0\u202f";
  private static final String APOSTROPHES = "'\u2019";

  private final List<String> symbols;
  private final String thousands;
  private final char decimal;

  NumberMarks(CsvFormat format) {
    symbols = format.symbols();
    thousands = format.thousands();
    decimal = format.decimal().charAt(0);
  }

  /**
   * A number with a decimal point, without symbols and marks; null where the marks between
   * thousands are misplaced.
   */
  String plain(String text) {
    String bare = withoutSymbols(text);
    if (!thousandsWellPlaced(bare)) {
      return null;
    }
    StringBuilder plain = new StringBuilder(bare.length());
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c == decimal) {
        plain.append('.');
      } else if (!isThousands(c)) {
        plain.append(c == '.' ? ' ' : c); // a point that is no decimal point makes no number
      }
    }
    return plain.toString();
  }

  private String withoutSymbols(String text) {
    String bare = text;
    for (String symbol : symbols) {
      boolean signed = bare.startsWith("-") || bare.startsWith("+");
      if (bare.startsWith(symbol, signed ? 1 : 0)) {
        String rest = bare.substring((signed ? 1 : 0) + symbol.length()).strip();
        bare = signed ? bare.charAt(0) + rest : rest;
      } else if (bare.endsWith(symbol)) {
        bare = bare.substring(0, bare.length() - symbol.length()).strip();
      }
    }
    return bare;
  }

  private boolean isThousands(char c) {
    if (thousands.isEmpty()) {
      return false;
    }
    return thousands.indexOf(c) >= 0
        || (BLANKS.contains(thousands) && BLANKS.indexOf(c) >= 0)
        || (APOSTROPHES.contains(thousands) && APOSTROPHES.indexOf(c) >= 0);
  }

  /** Groups of three digits; of two in the middle, as in India; none after the decimal mark. */
  private boolean thousandsWellPlaced(String bare) {
    int at = bare.startsWith("-") || bare.startsWith("+") ? 1 : 0;
    int group = 0;
    boolean grouped = false;
    for (; at < bare.length() && bare.charAt(at) != decimal; at++) {
      if (isThousands(bare.charAt(at))) {
        if (group == 0 || group > 3 || (grouped && group < 2)) {
          return false;
        }
        grouped = true;
        group = 0;
      } else {
        group++;
      }
    }
    return (!grouped || group == 3) && bare.chars().skip(at).noneMatch(c -> isThousands((char) c));
  }
}
