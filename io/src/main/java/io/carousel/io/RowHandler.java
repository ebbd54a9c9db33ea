package io.carousel.io;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.carousel.internal.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes the cells of a file as they are read: first the header, then row by row into columns. */
final class RowHandler extends AbstractBaseCsvCallbackHandler<Boolean> {
  private final Path file;
  private final CsvFormat format;
  private final Function<List<String>, CsvColumns> choose;
  private final List<String> header = new ArrayList<>();
  private final Lines lines = new Lines();
  private RowCells cells;
  private long line;
  private int fields;

  /** In a file of one column: how many of the last rows are blank lines. */
  private int blankRows;

  /** Whether all of the record so far is one cell without anything in it. */
  private boolean blank;

  /** Whether the record so far is the mark that stands behind the file's end, and nothing else. */
  private boolean mark;

  /** Whether a quoted cell ends with the mark, which then stands inside a quote never closed. */
  private boolean open;

  RowHandler(Path file, CsvFormat format, Function<List<String>, CsvColumns> choose) {
    this.file = file;
    this.format = format;
    this.choose = choose;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    if (mark) { // it was a row of the file: something follows
      mark = false;
      takeMark();
    } else if (open) {
      open = false;
      cells.throwFault();
    }
    line = startingLineNumber;
    fields = 0;
    blank = true;
  }

  private void takeMark() {
    char[] text = EndMarkedReader.MARK.toCharArray();
    fields = 0;
    take(0, text, 0, text.length);
    endRow(1);
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    int from = offset;
    int to = offset + length;
    while (from < to && Character.isWhitespace(text[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(text[to - 1])) {
      to--;
    }
    boolean marked = EndMarkedReader.isMark(text, from, to);
    mark = marked && index == 0 && !quoted && length == to - from;
    open |= quoted && EndMarkedReader.endsWithMark(text, from, to);
    blank &= from == to && index == 0;
    fields = index + 1;
    if (!mark) {
      take(index, text, from, to - from);
    }
  }

  private void take(int index, char[] text, int from, int count) {
    if (cells == null) {
      header.add(count == 0 ? "#" + (index + 1) : new String(text, from, count));
    } else {
      cells.take(line, index, text, from, count);
    }
  }

  @Override
  protected void handleEmpty() {
    handleField(0, new char[0], 0, 0, false);
  }

  @Override
  protected Boolean buildRecord() {
    mark &= fields == 1;
    if (!mark) {
      endRow(fields);
    }
    return true;
  }

  private void endRow(int count) {
    if (cells == null) {
      endHeader();
    } else if (blank && header.size() > 1) {
      cells.removeLast(count);
    } else {
      Require.that(
          open || count == header.size(),
          "a row must have as many fields as the header, row="
              + line
              + ", fields="
              + count
              + ", expected="
              + header.size()
              + ", file="
              + file);
      if (!open) {
        cells.throwFault();
      }
      lines.add(line);
      blankRows = blank ? blankRows + 1 : 0;
    }
  }

  private void endHeader() {
    if (blank) {
      header.clear();
      return;
    }
    CsvSource source = new CsvSource(file, header, format);
    cells = new RowCells(source, choose.apply(source.columns()));
  }

  /** All rows, once the file has come to its end. */
  CsvTable table() {
    Require.that(
        mark, "a quote must be closed before the file ends, row=" + line + ", file=" + file);
    if (cells == null) {
      throw InputFile.empty(file);
    }
    for (int i = 0; i < blankRows; i++) { // blank lines behind the last row are no rows
      cells.removeLast(1);
      lines.removeLast();
    }
    Require.that(lines.size() > 0, "file must have a row below its header, rows=0, file=" + file);
    return cells.table(lines);
  }
}
