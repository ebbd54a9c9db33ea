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
  /** What no cell holds. */
  static final String MARK = "\u0000end\u0000";

  private final Reader mark = new StringReader("\n" + MARK);

  EndMarkedReader(Reader text) {
    super(text);
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
