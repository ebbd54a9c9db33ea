package io.carousel.cli.task;

import io.carousel.io.Recipe;
import io.carousel.io.TextReader;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The exam of a trained model on a file. */
public final class Exams {
  private Exams() {}

  /**
   * Reads the file as the recipe says.
   *
   * @param remarks hears what was read, dropped and filled
   * @throws IllegalArgumentException if the model has no recipe, or the file does not fit it
   */
  public static Exam of(Recipe recipe, Path file, Consumer<String> remarks) {
    if (recipe instanceof Recipe.Forecast forecast) {
      ForecastData read = ForecastData.read(file, forecast);
      remarks.accept(Tables.describe(read.table()));
      return ForecastScore.exam(read.all(forecast.scaler()));
    }
    if (recipe instanceof Recipe.Classification classification) {
      LabelledSequences read = LabelledSequences.read(file, classification, true);
      remarks.accept(Tables.describe(read.table()));
      return LabelScore.exam(
          ClassificationTask.sequences(read, classification), classification.labels().size());
    }
    if (recipe instanceof Recipe.Language language) {
      int[] tokens = LanguageTask.tokens(TextReader.read(file), language.vocabulary(), file);
      int unknown = language.vocabulary().countUnknown(tokens);
      remarks.accept(
          "read " + tokens.length + " tokens from " + file + ", " + unknown + " unknown");
      return PerplexityScore.exam(tokens);
    }
    throw new IllegalArgumentException(
        "the model must have been trained by the command line to be evaluated on a file, task="
            + recipe.task());
  }
}
