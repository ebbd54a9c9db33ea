package io.carousel.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.carousel.data.Series;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Reads CSV files: UTF-8, plain or compressed by gzip, or from standard input where the path is
 * {@code -}; the first line names the columns, quotes as RFC 4180 has them. White space around
 * names and cells does not count; blank lines do not count either, save inside a file of one
 * column, where a blank line is a missing cell. A column without a name is called {@code #} and its
 * position, from 1.
 */
public final class CsvReader {
  /** More characters than a cell has unless a quote was never closed. */
  private static final int LONGEST_CELL = 1 << 24;

  private CsvReader() {}

  /**
   * The numbers of some columns, all rows, as a series with the file's name as its id.
   *
   * @throws IllegalArgumentException as {@link #read}; also if a cell is missing
   */
  public static Series series(Path file, String... columns) {
    List<String> names = List.of(columns);
    return read(file, CsvFormat.STANDARD, header -> CsvColumns.numbers(names)).series(names);
  }

  /**
   * The table in a file.
   *
   * @param format how the text is read
   * @param choose given the names in the header, says which columns are kept
   * @throws IllegalArgumentException if there is no such file, if it is empty, not UTF-8 or has no
   *     row below its header, if two columns have one name, if a chosen column is not there, if a
   *     quote is never closed, if a row has more or fewer fields than the header, or if a cell in a
   *     column of numbers is neither missing nor a finite number; the message gives the line,
   *     counted from 1
   * @throws UncheckedIOException if the machine fails while reading
   */
  public static CsvTable read(
      Path file, CsvFormat format, Function<List<String>, CsvColumns> choose) {
    try (BufferedReader text = InputFile.utf8(file)) {
      String separator = format.separator().isEmpty() ? Separator.find(text) : format.separator();
      RowHandler rows = new RowHandler(file, format.withSeparator(separator), choose);
      readRecords(text, separator, rows, file);
      return rows.table();
    } catch (CharacterCodingException e) {
      throw InputFile.notUtf8(file);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private static void readRecords(BufferedReader text, String separator, RowHandler rows, Path file)
      throws IOException {
    try {
      var records =
          de.siegmar.fastcsv.reader.CsvReader.builder()
              .fieldSeparator(separator)
              .skipEmptyLines(false)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .maxBufferSize(LONGEST_CELL)
              .build(rows, new EndMarkedReader(text));
      for (Object ignored : records) {
        // the handler has taken the row
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalArgumentException("file must be CSV, file=" + file + ": " + sentence(e), e);
    }
  }

  private static String sentence(CsvParseException e) {
    String message = e.getMessage();
    return e.getCause() == null ? message : message + ": " + e.getCause().getMessage();
  }
}
