package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Scaler;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose parts are each well formed, but that no prediction could come of. */
class ModelMeaningTest {
  private static final NetworkSpec ON_NUMBERS = NetworkSpec.input(3).lstm(2).finalState();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("model.safetensors");
  }

  /** Writes what {@link SavedModel} would not take. */
  private void write(NetworkSpec network, Recipe recipe, float[] weights) {
    Model layout = Model.fresh(network, 1);
    SafetensorsFile.write(
        file,
        Map.of(
            "format",
            ModelFile.FORMAT,
            "version",
            "1",
            "network",
            Json.write(NetworkSpec.class, network),
            "recipe",
            Json.write(Recipe.class, recipe)),
        layout.layout().tensors().stream()
            .map(t -> TensorData.of(t.name(), t.shape(), weights, (int) t.offset()))
            .toList());
  }

  private void assertRefused(NetworkSpec network, Recipe recipe, String message) {
    write(network, recipe, Model.fresh(network, 1).weights());
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(message + ", file=" + file);
  }

  private static Recipe.Forecast forecast(List<String> targets, int window, int horizon) {
    return new Recipe.Forecast(
        Examples.features(),
        targets,
        window,
        horizon,
        0,
        Scaler.identity(Examples.features().including(targets).names()),
        null,
        Reading.STANDARD);
  }

  private static Recipe.Classification classes(boolean perStep, String... labels) {
    Recipe.Classification some = Examples.classification();
    return new Recipe.Classification(
        some.features(), "id", "label", List.of(labels), perStep, some.scaler(), Reading.STANDARD);
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      write(Examples.tiny(), new Recipe.None(), new float[] {1, wrong, 3});
      assertThatThrownBy(() -> ModelFile.read(file))
          .isInstanceOf(MalformedFileException.class)
          .hasMessage(
              "weights must be finite float32 numbers, tensor=0.dense.W, row=0, column=1, value="
                  + wrong
                  + "; train the model again, or choose another, file="
                  + file);
    }
  }

  @Test
  void aForecastNeedsANumberForEachTargetAndRow() {
    assertRefused(
        ON_NUMBERS.dense(3),
        forecast(List.of("close", "volume"), 4, 2),
        "the network must put out what the recipe needs, outputWidth=3, horizon times targets=4");
    assertRefused(
        ON_NUMBERS.dense(2),
        forecast(List.of("close", "volume"), 4, Integer.MAX_VALUE),
        "the network must put out what the recipe needs, outputWidth=2, horizon times"
            + " targets=4294967294");
    assertRefused(
        Examples.perStep(),
        forecast(List.of("close"), 4, 2),
        "network and recipe must both be per step or both per sequence, outputPerStep=true, recipe"
            + " perStep=false");
  }

  @Test
  void aForecastHasEachTargetOnce() {
    assertThatThrownBy(() -> forecast(List.of("close", "close"), 4, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets must all be different, targets=[close, close]");
  }

  @Test
  void aClassificationNeedsAnOutputForEachLabel() {
    assertRefused(
        ON_NUMBERS.dense(3),
        classes(false, "a", "b"),
        "the network must put out what the recipe needs, outputWidth=3, labels=2");
    assertRefused(
        ON_NUMBERS.dense(2),
        classes(true, "a", "b"),
        "network and recipe must both be per step or both per sequence, outputPerStep=false,"
            + " recipe perStep=true");
    assertRefused(
        Examples.perStep(),
        classes(false, "a", "b"),
        "network and recipe must both be per step or both per sequence, outputPerStep=true, recipe"
            + " perStep=false");
  }

  @Test
  void aLanguageModelNeedsAnOutputForEachTokenAtEachStep() {
    int size = Examples.language().vocabulary().size();
    NetworkSpec body = NetworkSpec.tokens(size).embedding(2).lstm(2);
    assertRefused(
        body.dense(size + 1),
        Examples.language(),
        "the network must put out what the recipe needs, outputWidth="
            + (size + 1)
            + ", tokens="
            + size);
    assertRefused(
        body.finalState().dense(size),
        Examples.language(),
        "network and recipe must both be per step or both per sequence, outputPerStep=false,"
            + " recipe perStep=true");
  }

  @Test
  void aScalerHasFiniteMeans() {
    String recipe = Json.write(Recipe.class, forecast(List.of("close"), 4, 2));
    String wrong = recipe.replace("\"means\":[0.0,", "\"means\":[\"NaN\",");
    assertThat(wrong).isNotEqualTo(recipe);
    assertThatThrownBy(() -> Json.read(Recipe.class, wrong, "recipe", file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("deviation, column=close, mean=NaN, deviation=");
  }
}
