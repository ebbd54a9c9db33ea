package io.carousel.cli.task;

import io.carousel.internal.Shown;
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
    return switch (recipe.kind()) {
      case FORECAST -> forecast((Recipe.Forecast) recipe, file, remarks);
      case CLASSIFICATION -> classification((Recipe.Classification) recipe, file, remarks);
      case LANGUAGE -> language((Recipe.Language) recipe, file, remarks);
      case NONE ->
          throw new IllegalArgumentException(
              "the model must have been trained by the command line to be evaluated on a file,"
                  + " task="
                  + recipe.task());
    };
  }

  private static Exam forecast(Recipe.Forecast recipe, Path file, Consumer<String> remarks) {
    ForecastData read = ForecastData.read(file, recipe, false);
    read.remarks().forEach(remarks);
    return ForecastScore.exam(read.all(recipe.scaler()));
  }

  private static Exam classification(
      Recipe.Classification recipe, Path file, Consumer<String> remarks) {
    LabelledSequences read = LabelledSequences.read(file, recipe, true);
    remarks.accept(Tables.describe(read.table()));
    return LabelScore.exam(ClassificationTask.sequences(read, recipe), recipe.labels().size());
  }

  private static Exam language(Recipe.Language recipe, Path file, Consumer<String> remarks) {
    int[] tokens = LanguageTask.tokens(TextReader.read(file), recipe.vocabulary(), file);
    int unknown = recipe.vocabulary().countUnknown(tokens);
    remarks.accept(
        "read "
            + Shown.count(tokens.length, "token")
            + " from "
            + file
            + ", "
            + unknown
            + " unknown");
    return PerplexityScore.exam(tokens);
  }
}
