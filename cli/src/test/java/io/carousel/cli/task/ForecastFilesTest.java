package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Series;
import io.carousel.io.Missing;
import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import io.carousel.io.SavedModel;
import io.carousel.metric.Metric;
import io.carousel.model.Pooling;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of files that are not quite what they should be. */
class ForecastFilesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  private ForecastTask task(String csv, Reading reading, String id, boolean strict)
      throws IOException {
    Files.writeString(file, csv);
    Sources sources = new Sources(file, null, null, new Shares(0.6, 0.2, 0.2));
    Columns columns = new Columns(null, List.of());
    return ForecastTask.of(
        new ForecastSettings(
            sources, List.of("x"), columns, id, 4, 1, 1, Pooling.FINAL_STATE, reading, strict));
  }

  private static String rows(int count, String pattern) {
    return IntStream.range(0, count)
        .mapToObj(i -> pattern.replace("I", String.valueOf(i)).replace("X", String.valueOf(i % 7)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void aColumnWithoutANameIsNoFeature() throws IOException {
    ForecastTask task = task(",x\n" + rows(60, "I,X"), Reading.STANDARD, null, false);
    assertThat(task.network(Bodies.small()).input().toString()).contains("width=1");
    assertThat(task.summary())
        .contains(
            "left out columns without a name: [#1]; --features with '#1' among its columns brings"
                + " one back");
  }

  @Test
  void aFeatureThatCountsRowsIsRemarkedOn() throws IOException {
    ForecastTask task = task("n,x\n" + rows(60, "I,X"), Reading.STANDARD, null, false);
    assertThat(task.summary())
        .contains(
            "features with another whole number in every row, as row numbers and ids have: [n]; if"
                + " they mean nothing, leave them out with --features");
  }

  @Test
  void aConstantFeatureIsRemarkedOn() throws IOException {
    ForecastTask task = task("n,x\n" + rows(60, "5,X"), Reading.STANDARD, null, false);
    assertThat(task.summary())
        .contains("constant in the training part, so nothing can be learned from: [n]");
  }

  @Test
  void windowsDoNotCrossDroppedRows() throws IOException {
    String csv = "x\n" + rows(20, "X") + "NA\n" + rows(40, "X");
    Reading drop = Reading.STANDARD.withMissing(Missing.DROP);
    ForecastTask task = task(csv, drop, null, false);
    assertThat(task.training().size()).isEqualTo(16 + 12);
    ForecastTask joined = task(csv, drop.withLargestGap(1), null, false);
    assertThat(joined.training().size()).isEqualTo(32);
  }

  @Test
  void filledTargetsAreReadButNotForetold() throws IOException {
    String csv = "x\n" + rows(20, "X") + "NA\n" + rows(39, "X");
    ForecastTask task = task(csv, Reading.STANDARD.withMissing(Missing.FORWARD_FILL), null, false);
    assertThat(task.training().size()).isEqualTo(32 - 1);
  }

  /** Else a window would be told what it foretells, and white noise could be foretold. */
  @ParameterizedTest
  @CsvSource({"FORWARD_FILL, 3", "MASK, 3", "BACK_FILL, 6", "INTERPOLATE, 6"})
  void noWindowEndsOnANumberOfALaterRow(Missing missing, int left) throws IOException {
    String csv = "x,y\n" + "1,\n".repeat(6) + rows(20, "X,I") + "2,\n2,\n2,\n" + rows(31, "X,I");
    Reading reading = Reading.STANDARD.withMissing(missing);
    ForecastTask filled = task(csv, reading, null, false);
    ForecastTask whole = task(csv.replace(",\n", ",7\n"), reading, null, false);
    assertThat(filled.training().size()).isEqualTo(whole.training().size() - left);
    assertThat(filled.summary())
        .contains(
            "left out "
                + left
                + " windows whose last row was filled from later rows, which it would foretell;"
                + " --missing forward-fill or mask fills from earlier ones");
  }

  @Test
  void aMaskIsAnInputOfItsOwn() throws IOException {
    String csv = "x,y\n" + rows(30, "X,I") + "3,\n" + rows(29, "X,I");
    ForecastTask task = task(csv, Reading.STANDARD.withMissing(Missing.MASK), null, false);
    assertThat(task.network(Bodies.small()).input().toString()).contains("width=3");
    assertThat(task.summary()).anyMatch(line -> line.contains("y=missing"));
  }

  @Test
  void aShortSeriesIsLeftOutAndCountedUnlessStrict() throws IOException {
    String csv = "s,x\n" + rows(40, "a,X") + rows(3, "b,X") + rows(40, "c,X");
    ForecastTask task = task(csv, Reading.STANDARD, "s", false);
    assertThat(task.summary())
        .contains(
            "left out 1 of 3 series that have fewer than 5 rows (the first: b with 3); train"
                + " forecast --strict refuses them");
    assertThatThrownBy(() -> task(csv, Reading.STANDARD, "s", true))
        .hasMessage(
            "a series must have window + horizon rows or more, series=b, rows=3, window=4,"
                + " horizon=1; use a smaller window or more data");
  }

  private static String days(LocalDate from, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> from.plusDays(i) + "," + i % 7 + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void windowsDoNotCrossMissingDays() throws IOException {
    String csv = "t,x\n" + days(LocalDate.of(2018, 1, 1), 20) + days(LocalDate.of(2018, 1, 24), 40);
    Reading timed = Reading.STANDARD.withTime("t", null, null);
    ForecastTask task = task(csv, timed, null, false);
    assertThat(task.training().size()).isEqualTo(16 + 12);
    assertThat(task.summary())
        .contains(
            "time step: 1 day, times written as iso",
            "1 gap with 3 missing steps, the longest of 3 between 2018-01-20 and 2018-01-24;"
                + " windows do not cross them, --largest-gap N lets them cross N missing steps");
    assertThat(task(csv, timed.withLargestGap(3), null, false).training().size()).isEqualTo(32);
  }

  @Test
  void theSeasonalForecastCountsDaysAndNotRows() throws IOException {
    List<String> weeks = days(LocalDate.of(2018, 1, 1), 210).lines().toList();
    String csv =
        IntStream.range(0, weeks.size())
            .filter(day -> day % 19 != 3)
            .mapToObj(weeks::get)
            .collect(Collectors.joining("\n", "t,x\n", "\n"));
    Reading timed = Reading.STANDARD.withTime("t", null, null).withLargestGap(1);
    assertThat(seasonalError(csv, timed, 0)).as("the season is found and exact").isZero();
    assertThat(seasonalError(csv, Reading.STANDARD, 7)).as("by rows it is not").isGreaterThan(1);
  }

  /** The RMSE of the seasonal forecast of x; season 0 is looked for. */
  private double seasonalError(String csv, Reading reading, int season) throws IOException {
    Files.writeString(file, csv);
    Sources sources = new Sources(file, null, null, new Shares(0.6, 0.2, 0.2));
    Columns columns = new Columns(List.of("x"), List.of());
    ForecastTask task =
        ForecastTask.of(
            new ForecastSettings(
                sources,
                List.of("x"),
                columns,
                null,
                4,
                1,
                season,
                Pooling.FINAL_STATE,
                reading,
                false));
    return task.baseline().get("seasonal").overall().get(Metric.RMSE);
  }

  @Test
  void theSeasonalForecastCountsRowsThatWereDropped() throws IOException {
    String csv =
        "x\n"
            + IntStream.range(0, 210)
                .mapToObj(i -> i % 19 == 3 ? "NA\n" : i % 7 + "\n")
                .collect(Collectors.joining());
    Reading dropping = Reading.STANDARD.withMissing(Missing.DROP).withLargestGap(1);
    ForecastTask task = task(csv, dropping, null, false);
    assertThat(seasonalError(csv, dropping, 7)).isZero();
    Series series = task.training().windows().series().get(0);
    assertThat(IntStream.range(0, 5).mapToLong(series::step)).containsExactly(0L, 1L, 2L, 4L, 5L);
  }

  @Test
  void windowsLeftOutForMissingTargetsAreCounted() throws IOException {
    String csv = "x\n" + rows(40, "X") + "NA\n" + rows(40, "X");
    Reading filling = Reading.STANDARD.withMissing(Missing.FORWARD_FILL);
    assertThat(task(csv, filling, null, false).summary())
        .contains("left out 1 window that would foretell a missing cell, which was filled in");
  }

  @Test
  void anHourTakenForAClockChangeIsRemarkedOn() throws IOException {
    LocalDateTime from = LocalDateTime.of(2023, 3, 20, 0, 0);
    String csv =
        IntStream.range(0, 240)
            .filter(hour -> hour != 146) // 02:00 of Sunday 26 March
            .mapToObj(hour -> from.plusHours(hour) + "," + hour % 7 + "\n")
            .collect(Collectors.joining("", "t,x\n", ""));
    Reading timed = Reading.STANDARD.withTime("t", null, null);
    assertThat(task(csv, timed, null, false).summary())
        .contains(
            "1 missing hour taken for clocks put forward; --time-zone names the zone of the times,"
                + " UTC if its clocks are never changed");
    Reading berlin = Reading.STANDARD.withTime("t", null, "Europe/Berlin");
    assertThat(task(csv, berlin, null, false).summary())
        .noneMatch(line -> line.contains("clocks") || line.contains("gap"));
    Reading universal = Reading.STANDARD.withTime("t", null, "UTC");
    assertThat(task(csv, universal, null, false).summary())
        .anyMatch(line -> line.startsWith("1 gap with 1 missing step"));
  }

  @Test
  void theModelKeepsHowTimesAreWritten() throws IOException {
    Reading timed = Reading.STANDARD.withTime("t", null, null);
    String csv =
        "t,x\n" + days(LocalDate.of(2018, 1, 1), 40).replaceAll("(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1");
    Recipe.Forecast recipe = (Recipe.Forecast) task(csv, timed, null, false).recipe();
    assertThat(recipe.reading().timeFormat()).isEqualTo("d.M.yyyy");
  }

  @Test
  void predictionsCarryTimesAndNeedNoTargetThatIsNotRead() throws IOException {
    String csv = "t,x,y\n" + days(LocalDate.of(2018, 1, 1), 40).replace("\n", ",1\n");
    Files.writeString(file, csv);
    Sources sources = new Sources(file, null, null, new Shares(0.6, 0.2, 0.2));
    ForecastTask task =
        ForecastTask.of(
            new ForecastSettings(
                sources,
                List.of("y"),
                new Columns(List.of("x"), List.of()),
                null,
                4,
                2,
                1,
                Pooling.FINAL_STATE,
                Reading.STANDARD.withTime("t", null, null),
                false));
    SavedModel saved = new SavedModel(Model.fresh(task.network(Bodies.small()), 1), task.recipe());
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "t,x\n" + days(LocalDate.of(2019, 12, 20), 10));
    try (Backend backend = Backends.named("reference");
        Predictor predictor = saved.predictor(backend)) {
      List<List<String>> rows = Prediction.of(saved, other, null, predictor, remark -> {}).rows();
      assertThat(rows.get(0)).containsExactly("t", "y");
      assertThat(rows.stream().map(row -> row.get(0)))
          .containsExactly("t", "2019-12-30", "2019-12-31");
    }
  }
}
