package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {
  private static final List<Recipe> ALL =
      List.of(
          new Recipe.None(), Examples.forecast(), Examples.classification(), Examples.language());

  /** A recipe without a kind of its own, or a kind without a recipe, fails. */
  @Test
  void eachHasAKind() {
    assertThat(ALL.stream().map(Object::getClass).toList())
        .isEqualTo(List.of(Recipe.class.getPermittedSubclasses()));
    assertThat(ALL.stream().map(Recipe::kind).toList()).isEqualTo(List.of(Recipe.Kind.values()));
  }

  /** Files and options name it so. */
  @Test
  void eachHasATask() {
    assertThat(ALL.stream().map(Recipe::task).toList())
        .isEqualTo(List.of("none", "forecast", "classification", "language"));
  }

  @Test
  void onlyHowFilesAreReadChangesWithTheReading() {
    UnaryOperator<Reading> change = reading -> reading.withLargestGap(9);
    Recipe.Forecast forecast = Examples.forecast();
    assertThat(forecast.reading(change))
        .isEqualTo(
            new Recipe.Forecast(
                forecast.features(),
                forecast.targets(),
                forecast.window(),
                forecast.horizon(),
                forecast.season(),
                forecast.scaler(),
                forecast.seriesIdColumn(),
                change.apply(forecast.reading())));
    Recipe.Classification classes = Examples.classification();
    assertThat(classes.reading(change))
        .isEqualTo(
            new Recipe.Classification(
                classes.features(),
                classes.sequenceIdColumn(),
                classes.labelColumn(),
                classes.labels(),
                classes.perStep(),
                classes.scaler(),
                change.apply(classes.reading())));
    Recipe none = new Recipe.None();
    assertThat(none.reading(change)).isSameAs(none);
    Recipe language = Examples.language();
    assertThat(language.reading(change)).isSameAs(language);
  }

  @Test
  void aForecastTakesItsFeaturesAndItsTargetsFromATable(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), "volume,day,close\n7,tue,1.5\n");
    Recipe.Forecast forecast = Examples.forecast();
    CsvTable table =
        CsvReader.read(
            file,
            CsvFormat.STANDARD,
            header -> CsvColumns.numbers(List.of("close", "volume")).andTexts(List.of("day")));
    assertThat(forecast.columnNames()).containsExactly("close", "day=mon", "day=tue", "volume");
    Series series = forecast.series(table, new int[] {0}, "s");
    assertThat(series.id()).isEqualTo("s");
    assertThat(series.columns()).isEqualTo(forecast.columnNames());
    assertThat(series.values()).containsExactly(1.5, 0, 1, 7);
  }
}
