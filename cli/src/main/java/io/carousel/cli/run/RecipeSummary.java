package io.carousel.cli.run;

import io.carousel.data.Scaler;
import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** A recipe as names and values, for people and for machines. */
public final class RecipeSummary {
  private RecipeSummary() {}

  /** All that the recipe holds. */
  public static Map<String, Object> of(Recipe recipe) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("task", recipe.task());
    switch (recipe.kind()) {
      case NONE -> {} // holds nothing
      case FORECAST -> put(summary, (Recipe.Forecast) recipe);
      case CLASSIFICATION -> put(summary, (Recipe.Classification) recipe);
      case LANGUAGE -> put(summary, (Recipe.Language) recipe);
    }
    return summary;
  }

  private static void put(Map<String, Object> summary, Recipe.Language language) {
    summary.put("unit", language.vocabulary().unit().label());
    summary.put("vocabulary", language.vocabulary().tokens());
  }

  private static void put(Map<String, Object> summary, Recipe.Forecast forecast) {
    summary.put("features", forecast.features().names());
    summary.put("targets", forecast.targets());
    summary.put("window", forecast.window());
    summary.put("horizon", forecast.horizon());
    summary.put("season", forecast.season());
    summary.put("series-id", forecast.seriesIdColumn());
    put(summary, forecast.reading());
    put(summary, forecast.scaler());
  }

  private static void put(Map<String, Object> summary, Recipe.Classification classification) {
    summary.put("features", classification.features().names());
    summary.put("labels", classification.labels());
    summary.put("sequence-id", classification.sequenceIdColumn());
    summary.put("label", classification.labelColumn());
    summary.put("per-step", classification.perStep());
    put(summary, classification.reading());
    put(summary, classification.scaler());
  }

  private static void put(Map<String, Object> summary, Reading reading) {
    summary.put("time", reading.timeColumn());
    summary.put("missing", reading.missing().label());
    if (!reading.format().decimal().equals(".")) {
      summary.put("decimal", reading.format().decimal());
    }
  }

  private static void put(Map<String, Object> summary, Scaler scaler) {
    summary.put("means", scaler.means());
    summary.put("deviations", scaler.deviations());
  }
}
