package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** All columns as text. */
  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    return CsvReader.read(file, CsvFormat.STANDARD, CsvReaderTest::texts);
  }

  private static CsvColumns texts(List<String> header) {
    return CsvColumns.numbers(List.of()).andTexts(header);
  }

  private Series numbers(String text, String... columns) throws IOException {
    Files.writeString(file, text);
    return CsvReader.series(file, columns);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void columnsAreReadInTheOrderAsked() throws IOException {
    Series series = numbers("open,high,low\n1,2,3\n-4.5,+.5,6.\n", "low", "open");
    assertThat(series.id()).isEqualTo("data.csv");
    assertThat(series.columns()).containsExactly("low", "open");
    assertThat(series.values()).containsExactly(3, 1, 6, -4.5);
  }

  @Test
  void numbersMayBeInScientificNotation() throws IOException {
    assertThat(numbers("x\n1e3\n-2.5E-2\n1E+2\n", "x").values()).containsExactly(1000, -0.025, 100);
  }

  @Test
  void aNumberIsReadAsTheNearestDouble() throws IOException {
    // Just above the midpoint of two doubles.
    String text = "1.00000000000000011102230246251565404236316680908203125001";
    assertThat(numbers("x\n" + text + "\n", "x").value(0, 0)).isEqualTo(Math.nextUp(1.0));
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
    assertThat(numbers("\uFEFFdate , close\n2020-01-01 , 1.5 \n", "close").values())
        .containsExactly(1.5);
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
    assertRefused(() -> CsvReader.series(file, "a"), "file must exist, file=" + file);
  }

  @Test
  void aFolderIsRefused() {
    assertRefused(() -> CsvReader.series(folder, "a"), "file must not be a folder, file=" + folder);
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
        () -> CsvReader.series(file, "a"),
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
        () -> CsvReader.series(file, "a"),
        "file must be UTF-8 text, line=2, byte=2, file=" + file + "; save it as UTF-8");
  }

  @Test
  void aColumnThatIsNotThereListsTheColumns() throws IOException {
    assertRefused(
        () -> numbers("open,close\n1,2\n", "high"),
        "column must be one of [open, close], column=high, file=" + file);
  }

  @Test
  void textWhereANumberIsDueIsShownWithItsPlace() throws IOException {
    assertRefused(
        () -> numbers("close,weekday\n1,mon\n2,tue\n", "close", "weekday"),
        "a cell must be a number, row=2, column=weekday, text=mon, file="
            + file
            + "; name a column of categories with --categorical, or leave it out of --features");
  }

  @Test
  void spellingsThatOnlyJavaReadsAreNoNumbers() {
    for (String text :
        new String[] {"1f", "0x1p3", "1e", "e5", "1e+", "1e5f", "1.2.3", "1e0000000001"}) {
      assertThatThrownBy(() -> numbers("x\n" + text + "\n", "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a cell must be a number, row=2, column=x, text=" + text);
    }
  }

  @Test
  void longTextAndControlCharactersAreShownOnOneLine() {
    assertRefused(
        () -> numbers("x\n\"a\nb" + "c".repeat(100) + "\"\n", "x"),
        "a cell must be a number, row=2, column=x, text=a\\u000ab"
            + "c".repeat(57)
            + "..., file="
            + file
            + "; name a column of categories with --categorical, or leave it out of --features");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (String text : new String[] {"inf", "-Infinity", "1e309", "-4e308"}) {
      assertRefused(
          () -> numbers("x\n1\n" + text + "\n", "x"),
          "a number must be finite in 64 bits, row=3, column=x, text="
              + text
              + ", file="
              + file
              + "; correct the cell, or empty it and choose what to do with --missing");
    }
  }

  @Test
  void whatProgramsWriteForNoNumberIsMissingInNumbersAndTextElsewhere() throws IOException {
    String text = "x\n1\nNaN\nnull\nN/A\n";
    assertThat(table(text).isMissing(1, "x")).isFalse();
    CsvTable numbers =
        CsvReader.read(file, CsvFormat.STANDARD, header -> CsvColumns.numbers(header));
    assertThat(new boolean[] {numbers.isMissing(0, "x"), numbers.isMissing(3, "x")})
        .containsExactly(false, true);
    assertThat(numbers.number(1, "x")).isNaN();
  }

  @Test
  void textsAskedForAreMissingEverywhereAndNumbersHoweverWritten() throws IOException {
    Files.writeString(file, "x,y\n-999.0,-\n?,b\n");
    CsvFormat format = CsvFormat.STANDARD.withMissing(List.of("?", "-", "-999"));
    CsvTable table =
        CsvReader.read(file, format, h -> CsvColumns.numbers(List.of("x")).andTexts(List.of("y")));
    assertThat(table.isMissing(0, "x")).isTrue();
    assertThat(table.isMissing(1, "x")).isTrue();
    assertThat(table.isMissing(0, "y")).isTrue();
    assertThat(table.isMissing(1, "y")).isFalse();
  }

  @Test
  void theSeparatorIsFoundByLooking() throws IOException {
    assertThat(table("a;b\n1,5;2\n").columnNames()).containsExactly("a", "b");
    assertThat(table("a\tb\n1\t2\n").format().separator()).isEqualTo("\t");
    assertThat(table("a|b|c\n1|2|3\n").columnNames()).hasSize(3);
    assertThat(table("\"a;b\",c\n1,2\n").columnNames()).containsExactly("a;b", "c");
    assertThat(table("a\n1\n").columnNames()).containsExactly("a");
    assertThat(table("a,b;c\n1,2;3\n").columnNames()).containsExactly("a", "b;c");
  }

  @Test
  void decimalCommasAndThousandsAreReadAsAsked() throws IOException {
    Files.writeString(file, "x;y\n1.234,5;7\n-12,25e1;1.000.000\n");
    CsvFormat format = CsvFormat.STANDARD.withDecimal(",").withThousands(".");
    assertThat(CsvReader.read(file, format, CsvColumns::numbers).series(List.of("x", "y")).values())
        .containsExactly(1234.5, 7, -122.5, 1e6);
  }

  @Test
  void misplacedMarksAreNoNumbers() throws IOException {
    for (String text : new String[] {"1.23,5", "12.34", "1234.567", ".123", "1..234", "1,5.000"}) {
      Files.writeString(file, "x;y\n" + text + ";0\n");
      CsvFormat format = CsvFormat.STANDARD.withDecimal(",").withThousands(".");
      assertThatThrownBy(() -> CsvReader.read(file, format, CsvColumns::numbers))
          .hasMessageStartingWith("a cell must be a number, row=2, column=x, text=" + text);
    }
  }

  @Test
  void symbolsBeforeAndAfterNumbersDoNotCountIfAsked() throws IOException {
    Files.writeString(file, "x\n$5\n-$1.5\n12 %\n7\n");
    CsvFormat format = CsvFormat.STANDARD.withSymbols(List.of("$", "%"));
    assertThat(CsvReader.read(file, format, CsvColumns::numbers).series(List.of("x")).values())
        .containsExactly(5, -1.5, 12, 7);
  }

  @Test
  void theRemedySaysWhatWasSeen() {
    assertRemedy("1,5", "it looks like a decimal comma: choose --decimal ,");
    assertRemedy("1.234,5", "it looks like a decimal comma: choose --decimal , --thousands '.'");
    assertRemedy("1,234.5", "it looks like marks between thousands: choose --thousands ','");
    assertRemedy(
        "-1.234.567", "it looks like marks between thousands: choose --thousands . --decimal ,");
    assertRemedy("1 234", "it looks like marks between thousands: choose --thousands ' '");
    assertRemedy("12%", "it looks like a number with a symbol: choose --symbols '%'");
    assertRemedy("$12", "it looks like a number with a symbol: choose --symbols '$'");
    assertRemedy("?", "if it stands for a missing number, choose --na '?'");
    assertRemedy("2020-01-31", "name a column of times with --time, or leave it out of --features");
    assertRemedy(
        "red", "name a column of categories with --categorical, or leave it out of --features");
  }

  private void assertRemedy(String text, String remedy) {
    assertRefused(
        () -> numbers("x\n\"" + text + "\"\n", "x"),
        "a cell must be a number, row=2, column=x, text="
            + text
            + ", file="
            + file
            + "; "
            + remedy);
  }

  @Test
  void aColumnWithoutANameIsCalledByItsPosition() throws IOException {
    assertThat(table(",a,\n1,2,3\n").columnNames()).containsExactly("#1", "a", "#3");
  }

  @Test
  void aRowThatLooksLikeTheEndMarkIsARow() throws IOException {
    CsvTable table = table("a\n1\n" + EndMarkedReader.MARK + "\n2\n");
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.text(1, "a")).isEqualTo(EndMarkedReader.MARK);
    assertThat(table.line(2)).isEqualTo(4);
    assertThat(table("a\n1\n" + EndMarkedReader.MARK + "\n").rows()).isEqualTo(2);
  }

  @Test
  void manyRowsAreReadWholeAcrossBlocks() throws IOException {
    StringBuilder text = new StringBuilder("x,t\n");
    for (int i = 0; i < 50_000; i++) {
      text.append(i * 0.5).append(",\u00e9").append(i).append(i % 3 == 0 ? "\n\n" : "\n");
    }
    Files.writeString(file, text);
    CsvTable table =
        CsvReader.read(
            file, CsvFormat.STANDARD, h -> CsvColumns.numbers(List.of("x")).andTexts(List.of("t")));
    assertThat(table.rows()).isEqualTo(50_000);
    for (int row = 0; row < 50_000; row += 997) {
      assertThat(table.number(row, "x")).isEqualTo(row * 0.5);
      assertThat(table.text(row, "t")).isEqualTo("\u00e9" + row);
      assertThat(table.line(row)).isEqualTo(2 + row + (row + 2) / 3);
    }
  }

  @Test
  void anExponentMayHaveNineDigits() throws IOException {
    assertThat(numbers("x\n1e000000001\n", "x").values()).containsExactly(10);
  }

  @Test
  void aNameThatACommaEndsTooEarlySaysHowItIsWritten() {
    assertRefused(
        () -> numbers("\"high,low\",close\n1,2\n", "low"),
        "column must be one of [high,low, close], column=low (in a list, a name with commas is"
            + " quoted: '\"high,low\"'), file="
            + file);
  }

  @Test
  void aQuoteThatIsNeverClosedIsRefusedForThatWhateverItsRowLacks() {
    String message = "a quote must be closed before the file ends, row=3, file=" + file;
    assertRefused(() -> numbers("x\n1\n\"2\n3\n", "x"), message);
    assertRefused(() -> table("a,b\n1,2\n\"3,4\n"), message);
  }

  @Test
  void numbersThatAreNotFiniteAreRefusedWithMarksToo() throws IOException {
    Files.writeString(file, "x;y\n1,5e309;0\n");
    CsvFormat format = CsvFormat.STANDARD.withDecimal(",");
    assertRefused(
        () -> CsvReader.read(file, format, CsvColumns::numbers),
        "a number must be finite in 64 bits, row=2, column=x, text=1,5e309, file="
            + file
            + "; correct the cell, or empty it and choose what to do with --missing");
  }
}
