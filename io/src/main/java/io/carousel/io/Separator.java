package io.carousel.io;

import java.io.BufferedReader;
import java.io.IOException;

/** Finds the mark between cells by looking at the start of a file. */
final class Separator {
  private static final String CANDIDATES = ",;\t|";
  private static final int LOOKED_AT = 1 << 14;
  private static final int ROWS = 20;

  private Separator() {}

  /**
   * The candidate that divides the first rows into the same number of cells, the most of them; a
   * comma if none does. Marks inside quotes do not count. Leaves the reader where it was.
   */
  static String find(BufferedReader text) throws IOException {
    char[] start = new char[LOOKED_AT];
    text.mark(LOOKED_AT + 1);
    int count = 0;
    for (int read = 0; read >= 0 && count < LOOKED_AT; ) {
      read = text.read(start, count, LOOKED_AT - count);
      count += Math.max(0, read);
    }
    text.reset();
    char best = ',';
    int most = 0;
    for (int i = 0; i < CANDIDATES.length(); i++) {
      char candidate = CANDIDATES.charAt(i);
      int marks = marksPerRow(start, count, candidate);
      if (marks > most) {
        best = candidate;
        most = marks;
      }
    }
    return String.valueOf(best);
  }

  /** How many marks each of the first rows has, or 0 if they differ. */
  private static int marksPerRow(char[] text, int count, char mark) {
    int first = -1;
    int marks = 0;
    int rows = 0;
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i < count && rows < ROWS; i++) {
      char c = text[i];
      quoted ^= c == '"';
      if (!quoted && (c == '\n' || c == '\r')) {
        if (!blank) {
          first = first < 0 ? marks : first;
          if (marks != first) {
            return 0;
          }
          rows++;
        }
        marks = 0;
        blank = true;
      } else {
        marks += !quoted && c == mark ? 1 : 0;
        blank &= c != mark && Character.isWhitespace(c);
      }
    }
    return first < 0 ? marks : first;
  }
}
