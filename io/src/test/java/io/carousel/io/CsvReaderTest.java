package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    return CsvReader.read(file);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void columnsAreReadInTheOrderAsked() throws IOException {
    Series series = table("open,high,low\n1,2,3\n-4.5,+.5,6.\n").columns("low", "open");
    assertThat(series.id()).isEqualTo("data.csv");
    assertThat(series.columns()).containsExactly("low", "open");
    assertThat(series.values()).containsExactly(3, 1, 6, -4.5);
  }

  @Test
  void numbersMayBeInScientificNotation() throws IOException {
    assertThat(table("x\n1e3\n-2.5E-2\n1E+2\n").columns("x").values())
        .containsExactly(1000, -0.025, 100);
  }

  @Test
  void aNumberIsReadAsTheNearestDouble() throws IOException {
    // Just above the midpoint of two doubles.
    String text = "1.00000000000000011102230246251565404236316680908203125001";
    assertThat(table("x\n" + text + "\n").columns("x").value(0, 0)).isEqualTo(Math.nextUp(1.0));
  }

  @Test
  void quotedFieldsMayHoldCommasQuotesAndLines() throws IOException {
    CsvTable table = table("\"a,1\",b\r\n\"x \"\"y\"\"\",\"two\nlines\"\r\n3,4\r\n");
    assertThat(table.columnNames()).containsExactly("a,1", "b");
    assertThat(table.text(0, "a,1")).isEqualTo("x \"y\"");
    assertThat(table.text(0, "b")).isEqualTo("two\nlines");
    assertThat(table.line(0)).isEqualTo(2);
    assertThat(table.line(1)).isEqualTo(4);
  }

  @Test
  void aByteOrderMarkAndWhiteSpaceAroundCellsDoNotCount() throws IOException {
    CsvTable table = table("\uFEFFdate , close\n2020-01-01 , 1.5 \n");
    assertThat(table.columnNames()).containsExactly("date", "close");
    assertThat(table.columns("close").values()).containsExactly(1.5);
    assertThat(table.text(0, "date")).isEqualTo("2020-01-01");
  }

  @Test
  void blankLinesDoNotCountButLineNumbersDo() throws IOException {
    CsvTable table = table("\na,b\n\n1,2\n\n3,4\n\n");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.line(1)).isEqualTo(6);
  }

  @Test
  void aBlankLineInsideOneColumnIsAMissingCell() throws IOException {
    CsvTable table = table("a\n1\n\n3\n\n");
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.isMissing(1, "a")).isTrue();
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    assertRefused(() -> CsvReader.read(file), "file must exist, file=" + file);
  }

  @Test
  void aFolderIsRefused() {
    assertRefused(() -> CsvReader.read(folder), "file must not be a folder, file=" + folder);
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(() -> table(""), "file must not be empty, file=" + file);
    assertRefused(() -> table("\uFEFF"), "file must not be empty, file=" + file);
    assertRefused(() -> table("\n \n"), "file must not be empty, file=" + file);
  }

  @Test
  void aHeaderWithoutRowsIsRefused() {
    assertRefused(
        () -> table("a,b\n"), "file must have a row below its header, rows=0, file=" + file);
    assertRefused(
        () -> table("a\n\n\n"), "file must have a row below its header, rows=0, file=" + file);
  }

  @Test
  void twoColumnsWithOneNameAreRefused() {
    assertRefused(
        () -> table("a,b,a\n1,2,3\n"),
        "column names must differ, column=a, positions=1 and 3, file=" + file);
  }

  @Test
  void raggedRowsAreRefused() {
    assertRefused(
        () -> table("a,b\n1,2\n3\n"),
        "a row must have as many fields as the header, row=3, fields=1, expected=2, file=" + file);
    assertRefused(
        () -> table("a,b\n1,2,\n"),
        "a row must have as many fields as the header, row=2, fields=3, expected=2, file=" + file);
  }

  @Test
  void aQuoteThatIsNeverClosedIsRefused() {
    assertRefused(
        () -> table("a,b\n1,2\n3,\"4\n5,6\n7,8\n"),
        "a quote must be closed before the file ends, row=3, file=" + file);
  }

  @Test
  void textAfterAClosingQuoteIsRefused() {
    assertRefused(
        () -> table("a,b\n1,\"2\"x\n"),
        "file must be CSV, file="
            + file
            + ": Exception when reading record that started in line 2: Unexpected character after"
            + " closing quote: 'x' (0x78)");
  }

  @Test
  void bytesThatAreNotUtf8AreFoundByLineAndByte() throws IOException {
    Files.write(file, "a,b\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(
        () -> CsvReader.read(file),
        "file must be UTF-8 text, line=2, byte=9, file=" + file + "; save it as UTF-8");
  }

  @Test
  void bytesThatAreNotUtf8AreFoundFarIntoAFile() throws IOException {
    byte[] bytes = ("x\n" + "\u00e9\u20ac,1\n".repeat(40_000)).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 3] = (byte) 0xff;
    Files.write(file, bytes);
    assertRefused(
        () -> TextReader.read(file),
        "file must be UTF-8 text, line=40001, byte="
            + (bytes.length - 3)
            + ", file="
            + file
            + "; save it as UTF-8");
  }

  @Test
  void aSequenceCutOffAtTheEndOfTheFileIsNotUtf8() throws IOException {
    Files.write(file, new byte[] {'a', '\n', (byte) 0xe2, (byte) 0x82});
    assertRefused(
        () -> CsvReader.read(file),
        "file must be UTF-8 text, line=2, byte=2, file=" + file + "; save it as UTF-8");
  }

  @Test
  void aColumnThatIsNotThereListsTheColumns() throws IOException {
    CsvTable table = table("open,close\n1,2\n");
    assertRefused(
        () -> table.columns("high"),
        "column must be one of [open, close], column=high, file=" + file);
  }

  @Test
  void textWhereANumberIsDueIsShownWithItsPlace() throws IOException {
    CsvTable table = table("close,weekday\n1,mon\n2,tue\n");
    assertRefused(
        () -> table.columns("close", "weekday"),
        "a cell must be a number, row=2, column=weekday, text=mon, file="
            + file
            + "; name a column of categories with --categorical");
  }

  @Test
  void spellingsThatOnlyJavaReadsAreNoNumbers() throws IOException {
    for (String text : new String[] {"1f", "2d", "0x1p3", "1_000", "1e", "e5", "-", ".", "1e+"}) {
      CsvTable table = table("x\n" + text + "\n");
      assertRefused(
          () -> table.columns("x"),
          "a cell must be a number, row=2, column=x, text="
              + text
              + ", file="
              + file
              + "; name a column of categories with --categorical");
    }
  }

  @Test
  void longTextAndControlCharactersAreShownOnOneLine() throws IOException {
    CsvTable table = table("x\n\"a\nb" + "c".repeat(100) + "\"\n");
    assertRefused(
        () -> table.columns("x"),
        "a cell must be a number, row=2, column=x, text=a\\u000ab"
            + "c".repeat(57)
            + "..., file="
            + file
            + "; name a column of categories with --categorical");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() throws IOException {
    for (String text : new String[] {"NaN", "nan", "inf", "-Infinity", "1e309", "-4e308"}) {
      CsvTable table = table("x\n1\n" + text + "\n");
      assertRefused(
          () -> table.columns("x"),
          "a number must be finite in 64 bits, row=3, column=x, text="
              + text
              + ", file="
              + file
              + "; correct the cell, or empty it and choose what to do with --missing");
    }
  }
}
