package io.carousel.io;

import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.predict.Model;
import io.carousel.spi.NumberType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model as one safetensors file, which Python's library of that name opens too: the weights as
 * F32 tensors under the names and shapes of {@link ParameterLayout}; in the metadata {@code format}
 * ({@value #FORMAT}), {@code version}, {@code network} and {@code recipe}, the last two JSON.
 */
public final class ModelFile {
  /** What the metadata say under {@code format}. */
  public static final String FORMAT = "carousel-model";

  private static final String RECIPE = "recipe";

  private ModelFile() {}

  /** Writes a model without a recipe; errors as in {@link AtomicFile#write}. */
  public static void write(Path path, Model model) {
    write(path, new SavedModel(model, new Recipe.None()));
  }

  /**
   * Writes a model, or replaces it so that a reader finds the old one or the new one; errors as in
   * {@link AtomicFile#write}.
   */
  public static void write(Path path, SavedModel saved) {
    Model model = saved.model();
    Map<String, String> metadata = NetworkMetadata.of(FORMAT, model.network());
    metadata.put(RECIPE, Json.write(Recipe.class, saved.recipe()));
    float[] weights = model.weights();
    List<TensorData> tensors =
        model.layout().tensors().stream()
            .map(t -> TensorData.of(t.name(), t.shape(), weights, (int) t.offset()))
            .toList();
    SafetensorsFile.write(path, metadata, tensors);
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws MalformedFileException if the file is anything but a model as {@link #write} writes it;
   *     the message gives field and value
   * @throws java.io.UncheckedIOException if the machine fails
   */
  public static SavedModel read(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      NetworkMetadata.require(file, FORMAT);
      NetworkSpec network = NetworkMetadata.network(file);
      Recipe recipe = recipe(file);
      float[] weights = weights(file, NetworkMetadata.layout(network, file));
      return saved(network, weights, recipe, path);
    }
  }

  /** Reads a model's recipe only; errors as in {@link #read}. */
  public static Recipe readRecipe(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      NetworkMetadata.require(file, FORMAT);
      return recipe(file);
    }
  }

  private static Recipe recipe(SafetensorsFile file) {
    return Json.read(Recipe.class, NetworkMetadata.entry(file, RECIPE), RECIPE, file.path());
  }

  private static float[] weights(SafetensorsFile file, ParameterLayout layout) {
    TensorGroup group = new TensorGroup(file, NumberType.F32);
    List<TensorEntry> tensors = group.take("", layout);
    group.requireNoMore();
    float[] weights = new float[(int) layout.size()];
    int at = 0;
    for (TensorEntry tensor : tensors) {
      file.read(tensor, weights, at);
      at += (int) tensor.elements();
    }
    return weights;
  }

  private static SavedModel saved(NetworkSpec network, float[] weights, Recipe recipe, Path path) {
    try {
      return new SavedModel(Model.of(network, weights), recipe);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage() + ", file=" + path, e);
    }
  }
}
