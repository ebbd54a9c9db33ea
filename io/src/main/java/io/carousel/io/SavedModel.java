package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.model.InputSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a model file holds.
 *
 * @param model the network and its weights
 * @param recipe how data become its input, and its output an answer; both fit the network
 */
public record SavedModel(Model model, Recipe recipe) {
  public SavedModel {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(recipe, "recipe");
    requireInput(model.network().input(), expected(model, recipe));
    requireOutput(model.network(), recipe);
  }

  private static void requireOutput(NetworkSpec network, Recipe recipe) {
    switch (recipe.kind()) {
      case NONE -> {} // any output will do
      case FORECAST -> {
        Recipe.Forecast forecast = (Recipe.Forecast) recipe;
        long numbers = (long) forecast.horizon() * forecast.targets().size();
        requireOutput(network, numbers, false, "horizon times targets");
      }
      case CLASSIFICATION -> {
        Recipe.Classification classes = (Recipe.Classification) recipe;
        requireOutput(network, classes.labels().size(), classes.perStep(), "labels");
      }
      case LANGUAGE ->
          requireOutput(network, ((Recipe.Language) recipe).vocabulary().size(), true, "tokens");
    }
  }

  private static void requireOutput(
      NetworkSpec network, long width, boolean perStep, String ofWhat) {
    Require.that(
        network.outputWidth() == width,
        "the network must put out what the recipe needs, outputWidth="
            + network.outputWidth()
            + ", "
            + ofWhat
            + "="
            + width);
    Require.that(
        network.outputPerStep() == perStep,
        "network and recipe must both be per step or both per sequence, outputPerStep="
            + network.outputPerStep()
            + ", recipe perStep="
            + perStep);
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

  /** This model for files that are read in another way; a recipe without files stays as it is. */
  public SavedModel reading(UnaryOperator<Reading> change) {
    return new SavedModel(model, recipe.reading(change));
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
