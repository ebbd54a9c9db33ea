package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.internal.Differences;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeFieldsTest {
  private static String differences(Recipe before, Recipe now) {
    return Differences.between(RecipeFields.of(before), RecipeFields.of(now));
  }

  @Test
  void everyFieldIsThere() {
    assertThat(RecipeFields.of(Examples.forecast()))
        .containsEntry("task", "forecast")
        .containsEntry("targets", "[\"volume\"]")
        .containsEntry("horizon", "3")
        .containsEntry("features", "[close, day of [\"mon\",\"tue\"]]")
        .containsKeys("scaler.means", "reading.timeColumn");
  }

  @Test
  void oneOfEachKindDiffersFromTheOthersOnly() {
    List<Recipe> all =
        List.of(
            new Recipe.None(), Examples.forecast(), Examples.classification(), Examples.language());
    for (Recipe before : all) {
      for (Recipe now : all) {
        assertThat(differences(before, now).isEmpty()).isEqualTo(before == now);
      }
    }
  }

  @Test
  void fieldsThatDifferAreNamed() {
    Recipe.Forecast f = Examples.forecast();
    Recipe.Forecast other =
        new Recipe.Forecast(
            f.features(),
            f.targets(),
            f.window(),
            4,
            f.season(),
            f.scaler(),
            "shop",
            f.reading().withLargestGap(9));
    assertThat(differences(f, other))
        .matches(
            "horizon=3, now=4, seriesIdColumn=null, now=shop, reading\\.largestGap=\\w+, now=9");
  }
}
