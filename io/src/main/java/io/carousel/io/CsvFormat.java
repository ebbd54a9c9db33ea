package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.util.List;
import java.util.Objects;

/**
 * How the text of a CSV file is read.
 *
 * @param separator between cells: one character, or empty to find it by looking at the file
 * @param decimal the mark before the fraction of a number: {@code .} or {@code ,}
 * @param thousands the mark between groups of three digits; empty for none. A blank stands for
 *     every kind of blank
 * @param symbols what may stand before or after a number and does not count, such as {@code %}
 * @param missing texts that stand for a missing cell in every column, beside the empty one. In
 *     columns of numbers the usual ones ({@code NA}, {@code NaN}, {@code null} ...) do so anyway
 */
public record CsvFormat(
    String separator,
    String decimal,
    String thousands,
    List<String> symbols,
    List<String> missing) {
  /** Separator found by looking, decimal points, nothing else. */
  public static final CsvFormat STANDARD = new CsvFormat("", ".", "", List.of(), List.of());

  public CsvFormat {
    Objects.requireNonNull(separator, "separator");
    Objects.requireNonNull(thousands, "thousands");
    symbols = List.copyOf(symbols);
    missing = List.copyOf(missing);
    Require.that(
        separator.length() <= 1 && !separator.equals("\"") && !separator.equals("\n"),
        "separator must be one character and no quote, separator=" + Shown.text(separator));
    Require.that(
        ".".equals(decimal) || ",".equals(decimal), "decimal must be . or , decimal=" + decimal);
    Require.that(
        thousands.isEmpty()
            || (".,' _\u00a0\u202f\u2019".contains(thousands) && thousands.length() == 1),
        "thousands must be one of . , ' _ or a blank, thousands=" + thousands);
    Require.that(
        !thousands.equals(decimal),
        "thousands and decimal must differ, thousands=" + thousands + ", decimal=" + decimal);
    Require.that(
        symbols.stream().noneMatch(s -> s.isBlank() || s.chars().anyMatch(Character::isDigit)),
        "symbols must be texts without digits, symbols=" + symbols);
  }

  /** The same with another separator. */
  public CsvFormat withSeparator(String other) {
    return new CsvFormat(other, decimal, thousands, symbols, missing);
  }

  /** The same with another mark before fractions. */
  public CsvFormat withDecimal(String other) {
    return new CsvFormat(separator, other, thousands, symbols, missing);
  }

  /** The same with another mark between thousands. */
  public CsvFormat withThousands(String other) {
    return new CsvFormat(separator, decimal, other, symbols, missing);
  }

  /** The same with other symbols. */
  public CsvFormat withSymbols(List<String> others) {
    return new CsvFormat(separator, decimal, thousands, others, missing);
  }

  /** The same with other texts for missing cells. */
  public CsvFormat withMissing(List<String> others) {
    return new CsvFormat(separator, decimal, thousands, symbols, others);
  }
}
