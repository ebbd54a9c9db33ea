package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparatorTest {
  private static String find(String text) throws IOException {
    BufferedReader reader = new BufferedReader(new StringReader(text));
    String found = Separator.find(reader);
    StringWriter again = new StringWriter();
    reader.transferTo(again);
    assertThat(again).as("the reader stays where it was").hasToString(text);
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a,b/1,2/!,",
        "a;b/1,5;2,5/!;",
        "a|b|c/1|2|3/!|",
        "a;b,c/1;2,3/!,",
        "a;b;c,d/1;2;3,4/!;",
        "a,b;c/1;2/!;",
        "'x,y';b/'p,q';2/!;",
        "//a;b/ /1;2/!;",
        "a;b!;",
        "one/two/!,",
        "one/two;three!,",
        "a,b/1/2,3/!,",
      })
  void isTheMarkThatDividesAllRowsAlike(String text, String separator) throws IOException {
    String file = text.replace('/', '\n').replace('\'', '"');
    assertThat(find(file)).isEqualTo(separator);
    assertThat(find(file.replace("\n", "\r\n"))).isEqualTo(separator);
  }

  @Test
  void mayBeATab() throws IOException {
    assertThat(find("a\tb\n1\t2\n\t\n")).isEqualTo("\t");
  }

  @Test
  void isJudgedByTwentyRows() throws IOException {
    assertThat(find("a;b\n".repeat(20) + "a\n")).isEqualTo(";");
    assertThat(find("a;b\n".repeat(19) + "a\n")).isEqualTo(",");
  }

  @Test
  void isJudgedByTheStartOfALongRow() throws IOException {
    assertThat(find("a;".repeat(10_000) + "a\nb\n")).isEqualTo(";");
    assertThat(find("")).isEqualTo(",");
  }
}
