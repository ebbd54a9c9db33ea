package io.carousel.io;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads cells as numbers, out of the reader's own characters. */
final class NumberText {
  /** What a cell turned out to be. */
  enum Found {
    NUMBER,
    MISSING,
    NOT_FINITE,
    OTHER
  }

  /** What programs write where they have no number. */
  private static final List<String> USUALLY_MISSING =
      List.of("NA", "N/A", "n/a", "NaN", "nan", "NAN", "NULL", "null", "None", "#N/A");

  private final NumberMarks marks;
  private final boolean marked;
  private final Set<String> missing;

  /** Numbers that stand for a missing cell, such as -999, however they are written. */
  private final Set<Double> missingNumbers = new HashSet<>();

  private double value;

  NumberText(CsvFormat format) {
    marks = new NumberMarks(format);
    marked = !format.decimal().equals(".") || !format.thousands().isEmpty();
    missing = new HashSet<>(USUALLY_MISSING);
    missing.addAll(format.missing());
    format.missing().stream()
        .filter(Numbers::looksFinite)
        .forEach(text -> missingNumbers.add(Double.parseDouble(text)));
  }

  /** The number that was found last; NaN for a missing one. */
  double value() {
    return value;
  }

  Found read(char[] text, int from, int count) {
    value = Double.NaN;
    if (count == 0) {
      return Found.MISSING;
    }
    if (!marked && Numbers.looksFinite(text, from, count)) {
      return parsed(text, from, count);
    }
    String cell = new String(text, from, count);
    if (missing.contains(cell)) {
      return Found.MISSING;
    }
    String plain = marks.plain(cell);
    if (plain != null && Numbers.looksFinite(plain)) {
      return parsed(plain.toCharArray(), 0, plain.length());
    }
    return Numbers.looksInfinite(cell) ? Found.NOT_FINITE : Found.OTHER;
  }

  private Found parsed(char[] text, int from, int count) {
    double parsed = JavaDoubleParser.parseDouble(text, from, count);
    if (!missingNumbers.isEmpty() && missingNumbers.contains(parsed)) {
      return Found.MISSING;
    }
    value = Double.isFinite(parsed) ? parsed : Double.NaN;
    return Double.isFinite(parsed) ? Found.NUMBER : Found.NOT_FINITE;
  }
}
