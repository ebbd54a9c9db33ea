package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.model.InputSpec;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.util.Objects;

/**
 * What a model file holds.
 *
 * @param model the network and its weights
 * @param recipe how data become its input
 */
public record SavedModel(Model model, Recipe recipe) {
  public SavedModel {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(recipe, "recipe");
    InputSpec input = model.network().input();
    if (recipe instanceof Recipe.Forecast forecast) {
      requireInput(input, new InputSpec.Features(forecast.features().width()));
    } else if (recipe instanceof Recipe.Classification classification) {
      requireInput(input, new InputSpec.Features(classification.features().width()));
    } else if (recipe instanceof Recipe.Language language) {
      requireInput(input, new InputSpec.Tokens(language.vocabulary().size()));
    }
  }

  private static void requireInput(InputSpec input, InputSpec expected) {
    Require.that(
        input.equals(expected),
        "the network's input must be that of the recipe, input=" + input + ", recipe=" + expected);
  }

  /** As {@link Model#predictor(Backend)}. */
  public Predictor predictor(Backend backend) {
    return model.predictor(backend);
  }

  /** As {@link Model#predictor(Backend, Precision)}. */
  public Predictor predictor(Backend backend, Precision precision) {
    return model.predictor(backend, precision);
  }
}
