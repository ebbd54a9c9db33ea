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
    if (saved.recipe() instanceof Recipe.Forecast forecast) {
      return new Prediction(forecast(forecast, predictor, steps).rows(file, remarks));
    }
    if (saved.recipe() instanceof Recipe.Classification classification) {
      Require.that(
          steps == null, "steps is for forecasts, steps=" + steps + ", task=classification");
      return new Prediction(new LabelPrediction(classification, predictor).rows(file, remarks));
    }
    throw new IllegalArgumentException(
        "the model must be made for forecast or classification, task="
            + saved.recipe().task()
            + "; use carousel generate for a language model");
  }

  private static ForecastPrediction forecast(
      Recipe.Forecast recipe, Predictor predictor, Integer steps) {
    return new ForecastPrediction(recipe, predictor, steps == null ? recipe.horizon() : steps);
  }
}
