package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.io.Recipe;
import io.carousel.io.SavedModel;
import io.carousel.predict.Predictor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a model says of a file, as a table.
 *
 * @param rows the header first
 */
public record Prediction(List<List<String>> rows) {

  /**
   * Lets a model predict.
   *
   * @param remarks hears what was read, dropped and filled
   * @param steps rows of a forecast, null for the model's horizon
   */
  public static Prediction of(
      SavedModel saved, Path file, Integer steps, Predictor predictor, Consumer<String> remarks) {
    Recipe recipe = saved.recipe();
    return switch (recipe.kind()) {
      case FORECAST -> {
        ForecastPrediction forecast = forecast((Recipe.Forecast) recipe, predictor, steps);
        yield new Prediction(forecast.rows(file, remarks));
      }
      case CLASSIFICATION -> {
        Require.that(
            steps == null, "steps is for forecasts, steps=" + steps + ", task=classification");
        Recipe.Classification classification = (Recipe.Classification) recipe;
        yield new Prediction(new LabelPrediction(classification, predictor).rows(file, remarks));
      }
      case LANGUAGE, NONE ->
          throw new IllegalArgumentException(
              "the model must be made for forecast or classification, task="
                  + recipe.task()
                  + "; use carousel generate for a language model");
    };
  }

  private static ForecastPrediction forecast(
      Recipe.Forecast recipe, Predictor predictor, Integer steps) {
    return new ForecastPrediction(recipe, predictor, steps == null ? recipe.horizon() : steps);
  }
}
