package io.carousel.cli.task;

import io.carousel.io.Recipe;
import io.carousel.io.TextReader;
import java.nio.file.Path;

/** The exam of a trained model on a file. */
public final class Exams {
  private Exams() {}

  /**
   * Reads the file as the recipe says.
   *
   * @throws IllegalArgumentException if the model has no recipe, or the file does not fit it
   */
  public static Exam of(Recipe recipe, Path file) {
    if (recipe instanceof Recipe.Forecast forecast) {
      return ForecastScore.exam(ForecastData.read(file, forecast).all(forecast.scaler()));
    }
    if (recipe instanceof Recipe.Classification classification) {
      LabelledSequences read = LabelledSequences.read(file, classification, true);
      return LabelScore.exam(
          ClassificationTask.sequences(read, classification), classification.labels().size());
    }
    if (recipe instanceof Recipe.Language language) {
      return PerplexityScore.exam(
          LanguageTask.tokens(TextReader.read(file), language.vocabulary(), file));
    }
    throw new IllegalArgumentException(
        "the model must have been trained by the command line to be evaluated on a file, task="
            + recipe.task());
  }
}
