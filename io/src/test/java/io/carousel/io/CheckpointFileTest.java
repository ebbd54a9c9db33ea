package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.spi.LossScale;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingSettings;
import io.carousel.train.TrainingState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("checkpoint.safetensors");
  }

  private static void assertSameBits(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Double.doubleToRawLongBits(actual[i]))
          .isEqualTo(Double.doubleToRawLongBits(expected[i]));
    }
  }

  @ParameterizedTest
  @EnumSource(NumberType.class)
  void everythingComesBackBitForBit(NumberType type) {
    for (NetworkSpec network : List.of(Examples.large(), Examples.onTokens(5))) {
      Checkpoint written = Examples.checkpoint(network, type, new Random(3));
      CheckpointFile.write(file, written);
      Checkpoint read = CheckpointFile.read(file).checkpoint();
      assertThat(read.network()).isEqualTo(network);
      assertThat(read.settings()).isEqualTo(written.settings());
      assertThat(read.backend()).isEqualTo(written.backend());
      assertThat(read.type()).isEqualTo(type);
      assertThat(read.precision()).isEqualTo(Precision.FP16);
      assertThat(read.state()).isEqualTo(written.state());
      assertThat(read.blocks().keySet()).containsExactly(Parameters.Block.values());
      written
          .blocks()
          .forEach((block, numbers) -> assertSameBits(read.blocks().get(block), numbers));
      assertSameBits(read.bestWeights(), written.bestWeights());
      assertSameBits(read.carried(), written.carried());
    }
  }

  @Test
  void whatIsNotThereStaysAway() {
    Checkpoint written =
        new Checkpoint(
            Examples.tiny(),
            new TrainingSettings(Map.of()),
            "",
            NumberType.F64,
            Precision.STRICT,
            TrainingState.start(),
            Map.of(Parameters.Block.WEIGHTS, new double[] {1, 2, 3}),
            null,
            null);
    CheckpointFile.write(file, written);
    Checkpoint read = CheckpointFile.read(file).checkpoint();
    assertThat(read.state()).isEqualTo(TrainingState.start());
    assertThat(read.blocks()).containsOnlyKeys(Parameters.Block.WEIGHTS);
    assertThat(read.blocks().get(Parameters.Block.WEIGHTS)).containsExactly(1, 2, 3);
    assertThat(read.bestWeights()).isNull();
    assertThat(read.carried()).isNull();
  }

  @Test
  void tensorsAreNamedByBlockAndLayer() {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors())
          .extracting(TensorEntry::name)
          .containsExactly(
              "weights/0.dense.W",
              "weights/0.dense.b",
              "gradients/0.dense.W",
              "gradients/0.dense.b",
              "first-moment/0.dense.W",
              "first-moment/0.dense.b",
              "second-moment/0.dense.W",
              "second-moment/0.dense.b",
              "best/0.dense.W",
              "best/0.dense.b",
              "carried");
      assertThat(read.metadata().keySet())
          .containsExactly(
              "format",
              "version",
              "network",
              "backend",
              "type",
              "precision",
              "settings",
              "state",
              "recipe",
              "command");
    }
  }

  @Test
  void theStateIsThisJson() {
    assertThat(Json.write(TrainingState.class, Examples.state()))
        .isEqualTo(
            "{\"epoch\":3,\"batch\":7,\"updates\":9223372036854775807,"
                + "\"runs\":9007199254740993,\"accumulated\":2,"
                + "\"learningRate\":3.333333333333333E-4,\"epochSequences\":11,\"epochSteps\":12,"
                + "\"seconds\":0.30000000000000004,\"bestLoss\":\"Infinity\",\"bestEpoch\":-1,"
                + "\"sinceBest\":4,\"plateauBest\":\"-Infinity\",\"plateauWait\":5,"
                + "\"plateauFactor\":-0.0,\"sums\":{\"loss\":4.9E-324,\"count\":1.0E300,"
                + "\"pending\":1.7976931348623157E308,\"gradientNorm\":\"NaN\","
                + "\"firstBadUpdate\":-1},\"lossScale\":{\"scale\":1048576.0,"
                + "\"goodUpdates\":1999,\"skipped\":3},\"history\":[{\"epoch\":0,"
                + "\"trainingLoss\":0.3333333333333333,\"validationLoss\":\"NaN\","
                + "\"learningRate\":0.001,\"sequences\":100,\"timeSteps\":3000,\"seconds\":1.25,\"skippedUpdates\":0},"
                + "{\"epoch\":1,\"trainingLoss\":0.25,\"validationLoss\":0.3,"
                + "\"learningRate\":0.001,\"sequences\":100,\"timeSteps\":3000,"
                + "\"seconds\":1.5,\"skippedUpdates\":3}]}");
  }

  /** As {@link CheckpointFile#write} wrote it before there were precisions. */
  @Test
  void aFileFromBeforePrecisionsIsReadAsStrict() {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    rewrite(
        metadata -> {
          metadata.remove("precision");
          String state = metadata.get("state");
          metadata.put(
              "state",
              state
                  .replaceAll(",\"lossScale\":\\{[^}]*}", "")
                  .replaceAll(",\"skippedUpdates\":[0-9]*", ""));
        });
    try (SafetensorsFile old = SafetensorsFile.open(file)) {
      assertThat(old.metadata().get("state")).doesNotContain("lossScale", "skippedUpdates");
    }
    Checkpoint read = CheckpointFile.read(file).checkpoint();
    assertThat(read.precision()).isEqualTo(Precision.STRICT);
    assertThat(read.state().lossScale()).isEqualTo(LossScale.NONE);
    assertThat(read.state().history()).extracting(EpochResult::skippedUpdates).containsOnly(0L);
    assertThat(read.state().sums()).isEqualTo(Examples.state().sums());
    assertThat(read.state().updates()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPrecisionOrLossScaleThatThereIsNotIsRefused() {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    rewrite(
        metadata -> metadata.put("state", metadata.get("state").replace("1048576.0", "1048577.0")));
    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            "metadata must be what Carousel writes, field=state.lossScale, file="
                + file
                + ": scale must be a power of two, scale=1048577.0");
    rewrite(metadata -> metadata.put("precision", "\"half\""));
    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            "metadata must be what Carousel writes, field=precision, file="
                + file
                + ": precision must be one of [strict, tf32, fp16, bf16], precision=half");
  }

  private void rewrite(Consumer<Map<String, String>> change) {
    Checkpoint small = Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1));
    Map<String, String> metadata;
    try (SafetensorsFile whole = SafetensorsFile.open(file)) {
      metadata = new LinkedHashMap<>(whole.metadata());
    }
    change.accept(metadata);
    SafetensorsFile.write(file, metadata, CheckpointFile.tensors(small));
  }

  @Test
  void aModelIsNoCheckpoint() {
    ModelFile.write(file, Model.fresh(Examples.tiny(), 1));
    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("format must be carousel-checkpoint, format=carousel-model, file=" + file);
  }

  @Test
  void blocksThatDoNotFitTheNetworkAreNotWritten() {
    assertNotWritten(
        Map.of(Parameters.Block.WEIGHTS, new double[2]),
        NumberType.F64,
        "a block must be as long as the network's layout, block=weights, length=2, layout=3");
    assertNotWritten(
        Map.of(Parameters.Block.FIRST_MOMENT, new double[3]),
        NumberType.F64,
        "a checkpoint needs weights, blocks=[FIRST_MOMENT]");
    assertNotWritten(
        Map.of(Parameters.Block.WEIGHTS, new double[] {1, 0.1, 0}),
        NumberType.F32,
        "an F32 checkpoint must hold float32 numbers, block=weights, index=1, value=0.1");
  }

  private void assertNotWritten(
      Map<Parameters.Block, double[]> blocks, NumberType type, String message) {
    Checkpoint checkpoint =
        new Checkpoint(
            Examples.tiny(),
            new TrainingSettings(Map.of()),
            "",
            type,
            Precision.STRICT,
            TrainingState.start(),
            blocks,
            null,
            null);
    assertThatThrownBy(() -> CheckpointFile.write(file, checkpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(file).doesNotExist();
  }

  @Test
  void aBlockThatIsNotWholeIsRefused() {
    assertRefusedWithTensors(
        List.of(
            TensorData.of("weights/0.dense.W", NumberType.F64, List.of(1, 2), new double[2], 0),
            TensorData.of("weights/0.dense.b", NumberType.F64, List.of(1), new double[1], 0),
            TensorData.of("best/0.dense.b", NumberType.F64, List.of(1), new double[1], 0)),
        "file must have the tensors of the network, missing=best/0.dense.W, file=" + file);
  }

  @Test
  void aTensorOfAnotherTypeIsRefused() {
    assertRefusedWithTensors(
        List.of(TensorData.of("weights/0.dense.W", List.of(1, 2), new float[2], 0)),
        "dtype must be F64, dtype=F32, tensor=weights/0.dense.W, file=" + file);
  }

  private void assertRefusedWithTensors(List<TensorData> tensors, String message) {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    Map<String, String> metadata;
    try (SafetensorsFile whole = SafetensorsFile.open(file)) {
      metadata = new HashMap<>(whole.metadata());
    }
    SafetensorsFile.write(file, metadata, tensors);
    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(message);
  }

  @Test
  void aStateThatIsNoObjectIsRefused() {
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    rewrite(metadata -> metadata.put("state", "[]"));
    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            "metadata must be what Carousel writes, field=state, file="
                + file
                + ": Cannot deserialize value of type `io.carousel.train.TrainingState` from Array"
                + " value (token `JsonToken.START_ARRAY`)");
  }
}
