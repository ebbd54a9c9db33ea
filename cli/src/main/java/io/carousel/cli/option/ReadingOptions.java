package io.carousel.cli.option;

import io.carousel.io.CsvFormat;
import io.carousel.io.Missing;
import io.carousel.io.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the text of a csv file is read. What is not given is as it was, or as is usual. */
public final class ReadingOptions {
  @Option(
      names = "--missing",
      order = -4,
      paramLabel = "WHAT",
      description =
          "What to do about missing cells: error, drop (the row), forward-fill, back-fill,"
              + " interpolate, or mask (forward-fill, and an input that is 1 where a cell was"
              + " missing). Default: error; with a model what it was trained with.")
  private String missing;

  @Option(
      names = "--na",
      order = -4,
      paramLabel = "TEXT[,TEXT]",
      description =
          "Texts that stand for a missing cell in every column, such as '?,-,-999'. Empty cells"
              + " always do, NA, NaN, null and their like in columns of numbers.")
  private String na;

  @Option(
      names = "--separator",
      order = -4,
      paramLabel = "CHAR",
      description = "What stands between cells, tab for a tab. Default: found by looking.")
  private String separator;

  @Option(
      names = "--decimal",
      order = -4,
      paramLabel = "CHAR",
      description = "The mark before the fraction of a number: . or a comma. Default: .")
  private String decimal;

  @Option(
      names = "--thousands",
      order = -4,
      paramLabel = "CHAR",
      description = "The mark between thousands: . , ' _ or a blank. Default: none.")
  private String thousands;

  @Option(
      names = "--symbols",
      order = -4,
      paramLabel = "TEXT[,TEXT]",
      description = "What may stand before or after a number and does not count, such as '%%,$'.")
  private String symbols;

  /** These options over what holds without them. */
  public Reading over(Reading base) {
    Reading reading = missing == null ? base : base.withMissing(missing());
    return reading.withFormat(format(reading.format()));
  }

  private CsvFormat format(CsvFormat base) {
    CsvFormat format = base;
    format = separator == null ? format : format.withSeparator(separatorText());
    format = decimal == null ? format : format.withDecimal(decimal);
    format = thousands == null ? format : format.withThousands(thousands);
    format = symbols == null ? format : format.withSymbols(ListText.parse("symbols", symbols));
    return na == null ? format : format.withMissing(ListText.parse("na", na));
  }

  private String separatorText() {
    return separator.equals("tab") || separator.equals("\\t") ? "\t" : separator;
  }

  private Missing missing() {
    Map<String, Missing> known = new LinkedHashMap<>();
    for (Missing one : Missing.values()) {
      known.put(one.label(), one);
    }
    return Choice.of("missing", missing, known);
  }
}
