package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.spi.NumberType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRecordTest {
  @TempDir Path folder;

  @Test
  void aRunKeepsRecipeAndCommand() {
    Path file = folder.resolve("run.safetensors");
    CommandRecord command =
        new CommandRecord(
            "train forecast",
            Map.of(
                "--target", List.of("\"a,b\",c"), "--strict", List.of(), "--na", List.of("", "?")));
    SavedRun run =
        new SavedRun(
            Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)),
            Examples.classification(),
            command);
    CheckpointFile.write(file, run);
    assertThat(CheckpointFile.readCommand(file)).isEqualTo(command);
    assertThat(CheckpointFile.read(file).command()).isEqualTo(command);
    assertThat(CheckpointFile.read(file).recipe()).isEqualTo(Examples.classification());
  }

  @Test
  void aProgramsRunHasNone() {
    Path file = folder.resolve("run.safetensors");
    CheckpointFile.write(file, Examples.checkpoint(Examples.tiny(), NumberType.F64, new Random(1)));
    assertThat(CheckpointFile.read(file).command()).isEqualTo(CommandRecord.NONE);
    assertThat(CheckpointFile.read(file).recipe()).isEqualTo(new Recipe.None());
  }
}
