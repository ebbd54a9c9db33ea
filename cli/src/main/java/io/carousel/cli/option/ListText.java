package io.carousel.cli.option;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.carousel.internal.Require;
import java.util.List;

/** Lists as options write them: commas between, quotes around what has a comma in it. */
final class ListText {
  private ListText() {}

  /**
   * The parts of a text, without white space around them.
   *
   * @throws IllegalArgumentException if a quote is never closed, or a part is empty
   */
  static List<String> parse(String option, String text) {
    List<String> parts;
    try {
      parts =
          CsvReader.builder().ofSingleCsvRecord(text).getFields().stream()
              .map(String::strip)
              .toList();
    } catch (CsvParseException e) {
      throw new IllegalArgumentException(
          option + " must be names with commas between, " + option + "=" + text, e);
    }
    Require.that(
        parts.stream().noneMatch(String::isEmpty),
        option + " must have a name between commas, " + option + "=" + text);
    return parts;
  }
}
