package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  private static final String GAPS = "id,x,note\na,1,\nb,10,\na,NA,\nb,,\na,3,\n";

  private static final String REMEDY =
      "; fill it, or choose what to do with --missing drop, forward-fill, back-fill, interpolate,"
          + " mask";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  /** x and y are columns of numbers, all others of text. */
  private CsvTable table(String text) throws IOException {
    Files.writeString(file, text);
    Set<String> numbers = Set.of("x", "y");
    return CsvReader.read(
        file,
        CsvFormat.STANDARD,
        header ->
            CsvColumns.numbers(header.stream().filter(numbers::contains).toList())
                .andTexts(header.stream().filter(name -> !numbers.contains(name)).toList()));
  }

  private static double[] numbers(CsvTable table, String... columns) {
    return table.series(List.of(columns)).values();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void aMissingCellIsAnErrorThatNamesTheRemedies() throws IOException {
    CsvTable table = table(GAPS);
    String message = "a cell must not be missing, row=4, column=x, file=" + file + REMEDY;
    assertRefused(() -> table.withMissing(Missing.ERROR, List.of("x"), null), message);
    assertRefused(() -> numbers(table, "x"), message);
  }

  @Test
  void missingCellsInOtherColumnsAreLeftAlone() throws IOException {
    CsvTable table = table("x,note\n1,\n2,NA\n");
    assertThat(table.withMissing(Missing.ERROR, List.of("x"), null)).isSameAs(table);
  }

  @Test
  void droppingLeavesOutWholeRowsAndCountsThem() throws IOException {
    CsvTable dropped = table(GAPS).withMissing(Missing.DROP, List.of("id", "x"), "id");
    assertThat(dropped.missing().droppedRows()).isEqualTo(2);
    assertThat(dropped.missing().filledCells()).isZero();
    assertThat(numbers(dropped, "x")).containsExactly(1, 10, 3);
    assertThat(dropped.line(2)).isEqualTo(6);
    assertThat(dropped.missing().droppedBefore()).containsExactly(0, 0, 1);
    assertThat(dropped.missing().droppedBefore(2)).isOne();
    assertThat(table(GAPS).missing().droppedBefore(0)).isZero();
  }

  @Test
  void droppingEveryRowIsAnError() throws IOException {
    CsvTable table = table("x,y\n,1\n2,NA\n");
    assertRefused(
        () -> table.withMissing(Missing.DROP, List.of("x", "y"), null),
        "a row without missing cells must be left, rows=2, dropped=2, file=" + file);
  }

  @Test
  void forwardFillTakesTheLastValueOfTheSameSeries() throws IOException {
    CsvTable filled = table(GAPS).withMissing(Missing.FORWARD_FILL, List.of("x"), "id");
    assertThat(filled.missing().filledCells()).isEqualTo(2);
    assertThat(filled.missing().droppedRows()).isZero();
    assertThat(numbers(filled, "x")).containsExactly(1, 10, 1, 10, 3);
    assertThat(filled.isMissing(0, "note")).isTrue();
  }

  @Test
  void forwardFillCarriesOnOverSeveralMissingRows() throws IOException {
    CsvTable filled =
        table("x,y\n1,5\n,\nNA,6\n").withMissing(Missing.FORWARD_FILL, List.of("x", "y"), null);
    assertThat(numbers(filled, "x", "y")).containsExactly(1, 5, 1, 5, 1, 6);
    assertThat(filled.missing().filledCells()).isEqualTo(3);
  }

  @Test
  void fillingNeverCrossesSeries() throws IOException {
    CsvTable table = table("id,x\na,1\nb,\na,2\n");
    assertRefused(
        () -> table.withMissing(Missing.FORWARD_FILL, List.of("x"), "id"),
        "a column must have a number in every series, column=x, series=b, rows=1, file="
            + file
            + "; leave the column out of --features, or leave the series out of the file");
  }

  @Test
  void whatIsMissingAtTheStartTakesTheFirstNumberAndIsCounted() throws IOException {
    CsvTable filled =
        table("x,y\n,1\n,2\n5,3\n,4\n").withMissing(Missing.FORWARD_FILL, List.of("x"), null);
    assertThat(numbers(filled, "x")).containsExactly(5, 5, 5, 5);
    assertThat(filled.missing().filledCells()).isEqualTo(3);
    assertThat(filled.missing().filledFromLater()).isEqualTo(2);
    assertThat(filled.isFilled(1, "x")).isTrue();
    assertThat(filled.isFilled(2, "x")).isFalse();
  }

  @Test
  void backFillTakesTheNextNumberAndAtTheEndTheLast() throws IOException {
    CsvTable filled =
        table("x,y\n,1\n5,2\n,3\n,4\n8,5\n,6\n").withMissing(Missing.BACK_FILL, List.of("x"), null);
    assertThat(numbers(filled, "x")).containsExactly(5, 5, 8, 8, 8, 8);
    assertThat(filled.missing().filledFromLater()).isEqualTo(3);
  }

  @Test
  void interpolationDrawsALineOverTheRows() throws IOException {
    CsvTable filled =
        table("x,y\n,1\n5,2\n,3\n,4\n8,5\n,6\n")
            .withMissing(Missing.INTERPOLATE, List.of("x"), null);
    assertThat(numbers(filled, "x")).containsExactly(5, 5, 6, 7, 8, 8);
    assertThat(filled.missing().filledFromLater()).isEqualTo(3);
  }

  @Test
  void theTableThatIsFilledIsLeftAsItWas() throws IOException {
    CsvTable table = table("x,y\n1,1\n,2\n");
    table.withMissing(Missing.FORWARD_FILL, List.of("x"), null);
    assertThat(table.isMissing(1, "x")).isTrue();
  }

  @Test
  void everyTreatmentHasALabel() {
    assertThat(Missing.values())
        .extracting(Missing::label)
        .containsExactly("error", "drop", "forward-fill", "back-fill", "interpolate", "mask");
  }

  @Test
  void seriesStandInTheOrderOfTheirFirstRows() throws IOException {
    Map<String, int[]> series = table("id,x\nz,1\na,2\nz,3\n").bySeries("id");
    assertThat(series.keySet()).containsExactly("z", "a");
    assertThat(series.get("z")).containsExactly(0, 2);
    assertThat(series.get("a")).containsExactly(1);
  }

  @Test
  void withoutAnIdColumnThereIsOneSeriesWithTheNameOfTheFile() throws IOException {
    Map<String, int[]> series = table("x\n1\n2\n").bySeries(null);
    assertThat(series.keySet()).containsExactly("data.csv");
    assertThat(series.get("data.csv")).containsExactly(0, 1);
  }

  @Test
  void aMissingSeriesIdIsAnError() throws IOException {
    CsvTable table = table("id,x\na,1\n,2\n");
    assertRefused(
        () -> table.bySeries("id"),
        "a cell must not be missing, row=3, column=id, file=" + file + REMEDY);
  }

  @Test
  void aNumberFromALaterRowIsTold() throws IOException {
    CsvTable filled =
        table("note,x\na,\nb,2\nc,\n").withMissing(Missing.FORWARD_FILL, List.of("x"), null);
    assertThat(filled.isFromLater(0, "x")).isTrue();
    assertThat(filled.isFromLater(1, "x")).as("in the file").isFalse();
    assertThat(filled.isFromLater(2, "x")).as("from the row before").isFalse();
    assertThat(filled.isFromLater(0, "note")).as("a text").isFalse();
  }

  @Test
  void theLastRowsMayBeDroppedInAFileThatEndsWithoutALineEnd() throws IOException {
    CsvTable dropped =
        table("id,x\na,1\na,\na,\na,2\nb,\nb,").withMissing(Missing.DROP, List.of("x"), "id");
    assertThat(numbers(dropped, "x")).containsExactly(1, 2);
    assertThat(dropped.missing().droppedRows()).isEqualTo(4);
    assertThat(dropped.missing().droppedBefore()).containsExactly(0, 2);
  }

  @Test
  void fillingNeedsTextsToBeThere() throws IOException {
    CsvTable filled =
        table("id,x\na,1\na,\n").withMissing(Missing.FORWARD_FILL, List.of("id", "x"), null);
    assertThat(numbers(filled, "x")).containsExactly(1, 1);
    CsvTable table = table("id,x\na,1\n,\n");
    assertRefused(
        () -> table.withMissing(Missing.FORWARD_FILL, List.of("id", "x"), null),
        "a cell must not be missing, row=3, column=id, file=" + file + REMEDY);
  }
}
