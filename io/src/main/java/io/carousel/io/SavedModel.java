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
    requireInput(model.network().input(), expected(model, recipe));
  }

  /** What the recipe makes of data; any input will do if that is not known. */
  private static InputSpec expected(Model model, Recipe recipe) {
    return switch (recipe.kind()) {
      case NONE -> model.network().input();
      case FORECAST -> new InputSpec.Features(((Recipe.Forecast) recipe).features().width());
      case CLASSIFICATION ->
          new InputSpec.Features(((Recipe.Classification) recipe).features().width());
      case LANGUAGE -> new InputSpec.Tokens(((Recipe.Language) recipe).vocabulary().size());
    };
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
