package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Scaler;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Reading;
import io.carousel.io.Recipe;
import io.carousel.io.SavedModel;
import io.carousel.io.Vocabulary;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of 1e38 are finite, what they put out is not, and is not written. */
class FiniteOutputTest {
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(List.of(new FeatureEncoding.Column("a", List.of(), false)));
  private static final Scaler SCALER = Scaler.identity(List.of("a"));
  private static final String REMEDY =
      "; the numbers of the data, or the model's weights, are too large";

  @TempDir Path folder;

  private static Model large(NetworkSpec network) {
    float[] weights = new float[(int) ParameterLayout.of(network).size()];
    Arrays.fill(weights, 1e38f);
    return Model.of(network, weights);
  }

  private void assertRefused(NetworkSpec network, Recipe recipe, String csv, String message)
      throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), csv);
    SavedModel saved = new SavedModel(large(network), recipe);
    try (Backend backend = Backends.named("reference");
        Predictor predictor = saved.predictor(backend)) {
      assertThatThrownBy(() -> Prediction.of(saved, file, null, predictor, remark -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("what a model puts out must be finite, " + message + REMEDY);
    }
  }

  @Test
  void aForecast() throws IOException {
    assertRefused(
        NetworkSpec.input(1).lastPosition().dense(2).dense(2),
        new Recipe.Forecast(ENCODING, List.of("a"), 2, 2, 0, SCALER, "id", Reading.STANDARD),
        "id,a\nx,1\nx,2\nx,3\n",
        "series=x, step=1, output=0, value=Infinity");
  }

  @Test
  void aClass() throws IOException {
    assertRefused(
        NetworkSpec.input(1).dense(2).dense(2),
        new Recipe.Classification(
            ENCODING, "id", "label", List.of("no", "yes"), true, SCALER, Reading.STANDARD),
        "id,a\nx,0\nx,3\n",
        "sequence=x, step=1, output=0, value=Infinity");
  }

  @Test
  void aText() {
    NetworkSpec network = NetworkSpec.tokens(3).embedding(1).dense(2).dense(3);
    Vocabulary vocabulary = Vocabulary.fit("ab", Vocabulary.Unit.CHAR, 0);
    try (Backend backend = Backends.named("reference");
        Predictor predictor = large(network).predictor(backend)) {
      TextGenerator generator = new TextGenerator(predictor, vocabulary, 0, 1);
      assertThatThrownBy(() -> generator.continued(new int[] {1}, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "what a model puts out must be finite, token=1, output=0, value=Infinity" + REMEDY);
    }
  }
}
