package io.carousel.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.carousel.internal.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads CSV files as RFC 4180 has them: commas, quotes where needed, UTF-8. The first line names
 * the columns. White space around names and cells does not count; blank lines do not count either,
 * save inside a file of one column, where a blank line is a missing cell.
 */
public final class CsvReader {
  private final Path file;
  private final List<CsvTable.Row> rows = new ArrayList<>();
  private List<String> columns;

  private CsvReader(Path file) {
    this.file = file;
  }

  /**
   * The table in a file.
   *
   * @throws IllegalArgumentException if there is no such file, if it is empty, not UTF-8 or has no
   *     row below its header, if two columns have one name, if a quote is never closed, or if a row
   *     has more or fewer fields than the header; the message gives the line, counted from 1
   * @throws UncheckedIOException if the machine fails while reading
   */
  public static CsvTable read(Path file) {
    CsvReader reader = new CsvReader(file);
    try (BufferedReader text = InputFile.utf8(file)) {
      reader.readRecords(text);
    } catch (CharacterCodingException e) {
      throw InputFile.notUtf8(file);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return reader.table();
  }

  private void readRecords(BufferedReader text) throws IOException {
    try {
      var records =
          de.siegmar.fastcsv.reader.CsvReader.builder()
              .skipEmptyLines(false)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .ofCsvRecord(new EndMarkedReader(text));
      for (CsvRecord record : records) {
        add(record);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new IllegalArgumentException("file must be CSV, file=" + file + ": " + sentence(e), e);
    }
  }

  private static String sentence(CsvParseException e) {
    String message = e.getMessage();
    return e.getCause() == null ? message : message + ": " + e.getCause().getMessage();
  }

  private void add(CsvRecord record) {
    String last = record.getField(record.getFieldCount() - 1);
    if (last.equals(EndMarkedReader.MARK) && record.getFieldCount() == 1) {
      return;
    }
    long line = record.getStartingLineNumber();
    Require.that(
        !last.endsWith(EndMarkedReader.MARK),
        "a quote must be closed before the file ends, row=" + line + ", file=" + file);
    boolean blank = record.getFieldCount() == 1 && last.isBlank();
    if (columns == null) {
      columns = blank ? null : header(cells(record));
    } else if (!blank || columns.size() == 1) {
      addRow(line, cells(record));
    }
  }

  private static List<String> cells(CsvRecord record) {
    String[] cells = new String[record.getFieldCount()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = record.getField(i).strip();
    }
    return List.of(cells);
  }

  private List<String> header(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      Require.that(
          first == i,
          "column names must differ, column="
              + names.get(i)
              + ", positions="
              + (first + 1)
              + " and "
              + (i + 1)
              + ", file="
              + file);
    }
    return names;
  }

  private void addRow(long line, List<String> cells) {
    Require.that(
        cells.size() == columns.size(),
        "a row must have as many fields as the header, row="
            + line
            + ", fields="
            + cells.size()
            + ", expected="
            + columns.size()
            + ", file="
            + file);
    rows.add(new CsvTable.Row(line, cells));
  }

  private CsvTable table() {
    if (columns == null) {
      throw InputFile.empty(file);
    }
    while (columns.size() == 1 && !rows.isEmpty() && lastIsBlank()) {
      rows.remove(rows.size() - 1);
    }
    Require.that(!rows.isEmpty(), "file must have a row below its header, rows=0, file=" + file);
    return new CsvTable(file, columns, Collections.unmodifiableList(rows), 0, 0);
  }

  private boolean lastIsBlank() {
    return rows.get(rows.size() - 1).cells().get(0).isEmpty();
  }
}
