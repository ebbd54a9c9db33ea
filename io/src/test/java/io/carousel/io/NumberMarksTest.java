package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberMarksTest {
  private static String plain(String decimal, String thousands, String text) {
    CsvFormat format = new CsvFormat(",", decimal, thousands, List.of("%", "$", "EUR"), List.of());
    return new NumberMarks(format).plain(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "1234|1234",
        "1,234|1234",
        "12,345,678.5|12345678.5",
        "-1,234.5|-1234.5",
        "+999,999|+999999",
        "12,34,567|1234567",
        ",123|none",
        "1234,567|none",
        "1,2,345|none",
        "1,23|none",
        "1,2345|none",
        "1,,234|none",
        "1.5,000|none",
        "1,234.|1234.",
        "$1,234|1234",
        "-$1,234|-1234",
        "- $ 5|- $ 5",
        "12 %|12",
        "-12.5%|-12.5",
        "EUR 3|3",
        "$5%|5",
      })
  void readsThousandsAndSymbols(String text, String plain) {
    assertThat(plain(".", ",", text)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {"1.234,5|1234.5", "1.234.567|1234567", "1,5|1.5", "1.5|none"})
  void readsDecimalCommas(String text, String plain) {
    assertThat(plain(",", ".", text)).isEqualTo(plain);
  }

  @Test
  void knowsTheMarksOfTypography() {
    assertThat(plain(".", "'", "1\u2019234")).isEqualTo("1234");
    assertThat(plain(".", "\u2019", "1'234")).isEqualTo("1234");
    assertThat(plain(".", " ", "1\u00a0234\u202f567")).isEqualTo("1234567");
    assertThat(plain(".", "\u00a0", "1 234\u202f567")).isEqualTo("1234567");
    assertThat(plain(",", " ", "1 234,5")).isEqualTo("1234.5");
    assertThat(plain(",", " ", "1.5")).as("no decimal point").isEqualTo("1 5");
    assertThat(plain(".", "", "1,5")).isEqualTo("1,5");
  }
}
