package io.carousel.io;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

/**
 * The characters of a reader, then a line of its own with a mark. Where a quote was opened and
 * never closed, the mark ends up inside the last field, which gives the quote away.
 */
final class EndMarkedReader extends FilterReader {
  /** Hardly what a cell holds; if a row does, something follows it. */
  static final String MARK = "\u0000end\u0000";

  private final Reader mark = new StringReader("\n" + MARK);

  EndMarkedReader(Reader text) {
    super(text);
  }

  /** Whether these characters are the mark. */
  static boolean isMark(char[] text, int from, int to) {
    return to - from == MARK.length() && endsWithMark(text, from, to);
  }

  /** Whether these characters end with the mark. */
  static boolean endsWithMark(char[] text, int from, int to) {
    int start = to - MARK.length();
    for (int i = 0; i < MARK.length(); i++) {
      if (start < from || text[start + i] != MARK.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    return c >= 0 ? c : mark.read();
  }

  @Override
  public int read(char[] into, int from, int count) throws IOException {
    int read = super.read(into, from, count);
    return read >= 0 ? read : mark.read(into, from, count);
  }
}
