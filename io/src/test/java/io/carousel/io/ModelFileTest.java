package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.data.Scaler;
import io.carousel.model.InputSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.spi.NumberType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final String TINY =
      "{\"input\":{\"kind\":\"features\",\"width\":2},"
          + "\"layers\":[{\"kind\":\"dense\",\"units\":1,\"activation\":\"none\"}],"
          + "\"initializer\":{\"kind\":\"standard\"}}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("model.safetensors");
  }

  /** A tiny model file with this network and recipe as they stand. */
  private void write(String network, String recipe) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "carousel-model");
    metadata.put("version", "1");
    metadata.put("network", network);
    metadata.put("recipe", recipe);
    SafetensorsFile.write(file, metadata, tinyTensors());
  }

  private static List<TensorData> tinyTensors() {
    return List.of(
        TensorData.of("0.dense.W", List.of(1, 2), new float[2], 0),
        TensorData.of("0.dense.b", List.of(1), new float[1], 0));
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(message);
  }

  private void assertRefusedNetwork(String from, String to, String message) {
    assertThat(TINY).contains(from);
    write(TINY.replace(from, to), "{\"task\":\"none\"}");
    assertRefused(message);
  }

  private String metadata(String field) {
    return "metadata must be what Carousel writes, field=" + field + ", file=" + file + ": ";
  }

  private void assertComesBack(NetworkSpec network, Recipe recipe) {
    Model model = Model.fresh(network, 7);
    ModelFile.write(file, new SavedModel(model, recipe));
    SavedModel read = ModelFile.read(file);
    assertThat(read.model().network()).isEqualTo(network);
    assertThat(read.model().weights()).isEqualTo(model.weights());
    assertThat(read.recipe()).isEqualTo(recipe);
  }

  @Test
  void theHeaderOfAModelIsThis() throws IOException {
    ModelFile.write(file, Model.of(Examples.tiny(), new float[] {1, 2, 3}));
    String header =
        "{\"__metadata__\":{\"format\":\"carousel-model\",\"version\":\"1\",\"network\":\""
            + TINY.replace("\"", "\\\"")
            + "\",\"recipe\":\"{\\\"task\\\":\\\"none\\\"}\"},"
            + "\"0.dense.W\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"0.dense.b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    int padded = (header.length() + 7) / 8 * 8;
    header += " ".repeat(padded - header.length());
    byte[] expected =
        ByteBuffer.allocate(8 + padded + 12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put(header.getBytes(StandardCharsets.UTF_8))
            .putFloat(1)
            .putFloat(2)
            .putFloat(3)
            .array();
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void theRecipeOfAForecastIsThisJson() {
    assertThat(Json.write(Recipe.class, Examples.forecast()))
        .isEqualTo(
            "{\"task\":\"forecast\",\"features\":{\"columns\":[{\"name\":\"close\","
                + "\"categories\":[],\"masked\":false},{\"name\":\"day\","
                + "\"categories\":[\"mon\",\"tue\"],\"masked\":false}]},"
                + "\"targets\":[\"volume\"],\"window\":48,\"horizon\":3,\"season\":12,"
                + "\"scaler\":{\"columns\":[\"close\",\"day=mon\",\"day=tue\",\"volume\"],"
                + "\"means\":[0.1,-0.0,1.0E-300,0.3333333333333333],"
                + "\"deviations\":[1.0,4.9E-324,1.7976931348623157E308,2.5]},"
                + "\"seriesIdColumn\":null,\"reading\":{\"format\":{\"separator\":\";\","
                + "\"decimal\":\",\",\"thousands\":\".\",\"symbols\":[\"%\"],"
                + "\"missing\":[\"?\",\"-999\"]},\"missing\":\"forward-fill\","
                + "\"timeColumn\":\"date\",\"timeFormat\":\"dd.MM.yyyy\",\"timeZone\":\"Europe/Berlin\",\"largestGap\":4}}");
  }

  @Test
  void aNetworkWithEveryLayerIsThisJson() {
    assertThat(Json.write(NetworkSpec.class, Examples.large()))
        .isEqualTo(
            "{\"input\":{\"kind\":\"features\",\"width\":3},\"layers\":["
                + "{\"kind\":\"recurrent\",\"cell\":\"lstm\",\"hiddenSize\":4,\"layers\":2,"
                + "\"direction\":\"bidirectional\",\"dropout\":0.25,\"forgetBias\":-1.5},"
                + "{\"kind\":\"recurrent\",\"cell\":\"gru\",\"hiddenSize\":2,\"layers\":1,"
                + "\"direction\":\"forward\",\"dropout\":0.0,\"forgetBias\":null},"
                + "{\"kind\":\"recurrent\",\"cell\":\"rnn\",\"hiddenSize\":2,\"layers\":1,"
                + "\"direction\":\"forward\",\"dropout\":0.0,\"forgetBias\":null},"
                + "{\"kind\":\"dropout\",\"probability\":0.1},"
                + "{\"kind\":\"pool\",\"pooling\":\"mean\"},"
                + "{\"kind\":\"dense\",\"units\":3,\"activation\":\"sigmoid\"}],"
                + "\"initializer\":{\"kind\":\"uniform\",\"limit\":0.1}}");
  }

  @Test
  void everyLayerAndEveryRecipeComesBack() {
    assertComesBack(Examples.large(), new Recipe.None());
    assertComesBack(Examples.large(), Examples.forecast());
    assertComesBack(Examples.perStep(), Examples.classification());
    assertComesBack(
        Examples.onTokens(Examples.language().vocabulary().size()), Examples.language());
  }

  @Test
  void weightsComeBackBitForBit() {
    Random random = new Random(1);
    float[] weights = new float[(int) Model.fresh(Examples.large(), 1).layout().size()];
    for (int i = 0; i < weights.length; i++) {
      do {
        weights[i] = Float.intBitsToFloat(random.nextInt());
      } while (!Float.isFinite(weights[i]));
    }
    weights[0] = -0f;
    weights[1] = Float.MIN_VALUE;
    ModelFile.write(file, Model.of(Examples.large(), weights));
    float[] read = ModelFile.read(file).model().weights();
    for (int i = 0; i < weights.length; i++) {
      assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(weights[i]));
    }
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file must exist, file=" + file);
  }

  @Test
  void aCheckpointIsNoModel() {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F32, new Random(1)));
    assertRefused("format must be carousel-model, format=carousel-checkpoint, file=" + file);
  }

  @Test
  void aFileOfAnotherProgramIsNoModel() {
    SafetensorsFile.write(file, Map.of(), tinyTensors());
    assertRefused("format must be carousel-model, format=(none), file=" + file);
  }

  @Test
  void anotherVersionIsRefused() {
    SafetensorsFile.write(file, Map.of("format", "carousel-model", "version", "2"), tinyTensors());
    assertRefused("version must be 1, version=2, file=" + file);
  }

  @Test
  void aMissingEntryIsNamed() {
    SafetensorsFile.write(
        file, Map.of("format", "carousel-model", "version", "1", "network", TINY), tinyTensors());
    assertRefused("metadata must have the entry, missing=recipe, file=" + file);
  }

  @Test
  void unknownFieldsAndKindsAreRefusedWithTheirValues() {
    assertRefusedNetwork(
        "\"units\":1",
        "\"units\":1,\"bias\":7",
        metadata("network.layers[0]") + "field must be a known one, field=bias, value=7");
    assertRefusedNetwork(
        "\"dense\"",
        "\"sparse\"",
        metadata("network.layers[0]")
            + "kind must be one of [dense, dropout, embedding, pool, recurrent], kind=sparse");
    assertRefusedNetwork(
        "\"kind\":\"dense\",",
        "",
        metadata("network.layers[0]")
            + "kind must be one of [dense, dropout, embedding, pool, recurrent], kind is missing");
    assertRefusedNetwork(
        "\"none\"",
        "\"softsign\"",
        metadata("network.layers[0].activation")
            + "activation must be one of [none, relu, tanh, sigmoid], activation=softsign");
    assertRefusedNetwork(
        "\"standard\"",
        "\"magic\"",
        metadata("network.initializer")
            + "kind must be one of [pytorch, standard, uniform], kind=magic");
  }

  @Test
  void valuesThatNoNetworkHasAreRefused() {
    assertRefusedNetwork(
        "\"units\":1",
        "\"units\":0",
        metadata("network.layers[0]") + "units must be positive, units=0");
    assertRefusedNetwork(
        "\"width\":2",
        "\"width\":null",
        metadata("network.input.width") + "Cannot map `null` into type `int`");
    assertRefusedNetwork(
        "\"activation\":\"none\"",
        "\"activation\":null",
        metadata("network.layers[0]") + "a value must not be null");
  }

  @Test
  void numbersAsTextOrWithFractionsAreRefused() {
    for (String wrong : new String[] {"\"1\"", "1.5", "true", "[1]"}) {
      write(TINY.replace("\"units\":1", "\"units\":" + wrong), "{\"task\":\"none\"}");
      assertThatThrownBy(() -> ModelFile.read(file))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith(metadata("network.layers[0].units"));
    }
  }

  @Test
  void aMissingFieldIsNamed() {
    assertRefusedNetwork(
        ",\"initializer\":{\"kind\":\"standard\"}",
        "",
        metadata("network.initializer") + "Missing creator property 'initializer' (index 2)");
  }

  @Test
  void tensorsThatDoNotFitTheNetworkAreRefused() {
    assertRefusedNetwork(
        "\"width\":2",
        "\"width\":3",
        "shape must be [1, 3] as in the network, shape=[1, 2], tensor=0.dense.W, file=" + file);
    assertRefusedNetwork(
        "\"layers\":[",
        "\"layers\":[{\"kind\":\"dropout\",\"probability\":0.5},",
        "file must have the tensors of the network, missing=1.dense.W, file=" + file);
    assertRefusedNetwork(
        "{\"kind\":\"dense\",\"units\":1,\"activation\":\"none\"}",
        "{\"kind\":\"dropout\",\"probability\":0.5}",
        "file must have the tensors of the network only, extra=[0.dense.W, 0.dense.b], file="
            + file);
  }

  @Test
  void aNetworkTooLargeForItsFileIsRefusedBeforeItIsLaidOut() {
    assertRefusedNetwork(
        "\"layers\":[",
        "\"layers\":[{\"kind\":\"recurrent\",\"cell\":\"lstm\",\"hiddenSize\":4,"
            + "\"layers\":1000,\"direction\":\"forward\",\"dropout\":0.0,"
            + "\"forgetBias\":null},",
        "file must have the tensors of all layers, layers=1000, tensors=2, file=" + file);
    assertRefusedNetwork(
        "\"width\":2",
        "\"width\":2000000000",
        "shape must be [1, 2000000000] as in the network, shape=[1, 2], tensor=0.dense.W, file="
            + file);
    assertRefusedNetwork(
        "\"width\":2",
        "\"width\":2147483647",
        "the network must have a layout,"
            + " network=NetworkSpec[input=Features[width=2147483647], layers=[DenseS..., file="
            + file
            + ": a tensor must have at most 2147483639 weights, tensor=0.dense.W, rows=1,"
            + " columns=2147483647; use narrower layers");
    String huge =
        TINY.replace("\"width\":2", "\"width\":99999").replace("\"units\":1", "\"units\":99999");
    write(huge, "{\"task\":\"none\"}");
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            "the network must have a layout, network=NetworkSpec[input=Features[width=99999],"
                + " layers=[DenseSpec[u..., file="
                + file
                + ": a tensor must have at most 2147483639 weights, tensor=0.dense.W, rows=99999,"
                + " columns=99999; use narrower layers");
  }

  @Test
  void tensorsOfAnotherTypeAreRefused() {
    SafetensorsFile.write(
        file,
        Map.of(
            "format", "carousel-model",
            "version", "1",
            "network", TINY,
            "recipe", "{\"task\":\"none\"}"),
        List.of(TensorData.of("0.dense.W", NumberType.F64, List.of(1, 2), new double[2], 0)));
    assertRefused("dtype must be F32, dtype=F64, tensor=0.dense.W, file=" + file);
  }

  @Test
  void aRecipeOfAnotherInputIsRefused() {
    write(TINY, Json.write(Recipe.class, Examples.classification()));
    assertRefused(
        "the network's input must be that of the recipe, input=Features[width=2],"
            + " recipe=Features[width=3], file="
            + file);
    Model model = Model.fresh(Examples.tiny(), 1);
    assertThatThrownBy(() -> new SavedModel(model, Examples.language()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the network's input must be that of the recipe, input=Features[width=2], recipe="
                + new InputSpec.Tokens(Examples.language().vocabulary().size()));
  }

  @Test
  void aRecipeOfAnotherTaskIsRefused() {
    assertThat(Examples.language().as(Recipe.Language.class)).isEqualTo(Examples.language());
    assertThatThrownBy(() -> Examples.language().as(Recipe.Forecast.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model must be made for forecast, task=language; choose another model");
  }

  @Test
  void recipesAreCheckedWhenTheyAreMade() {
    Scaler scaler = Scaler.identity(List.of("close"));
    assertThatThrownBy(
            () ->
                new Recipe.Forecast(
                    Examples.features(),
                    List.of("volume"),
                    1,
                    1,
                    0,
                    scaler,
                    null,
                    Reading.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the scaler must have the columns of the data, scaler=[close], columns=[close, day=mon,"
                + " day=tue, volume]");
    assertThatThrownBy(
            () ->
                new Recipe.Classification(
                    Examples.features(),
                    "id",
                    "label",
                    List.of("one"),
                    false,
                    scaler,
                    Reading.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be at least two and all different, labels=[one]");
  }

  @Test
  void jsonThatNestsDeeplyIsRefused() {
    write("[".repeat(5000), "{\"task\":\"none\"}");
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(metadata("network"));
  }

  @Test
  void aRecipeIsReadWithoutItsModel() {
    Recipe recipe = Examples.forecast();
    ModelFile.write(file, new SavedModel(Model.fresh(Examples.large(), 1), recipe));
    assertThat(ModelFile.readRecipe(file)).isEqualTo(recipe);
  }

  @Test
  void aModelWithoutWeightsIsReadToo() {
    assertComesBack(NetworkSpec.input(2).dropout(0.5), new Recipe.None());
  }
}
