package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that cannot be written to. */
class FilesIT {
  private static final String TRAIN =
      "train forecast --data series.csv --target a --window 5 --hidden 16 --epochs 1 --out ";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() {
    Samples.writeAll(folder);
  }

  /** Root may write into any folder, so a file and a place in /proc stand for a read-only one. */
  @ParameterizedTest
  @ValueSource(strings = {"series.csv", "series.csv/below", "/proc/carousel"})
  void refusesAnOutputFolderThatCannotBeWrittenTo(String out) {
    Ended ended = Carousel.run(folder, (TRAIN + out).split(" "));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors())
        .containsExactly(
            "out must be a folder that can be written to, out="
                + out
                + "; choose another with --out");
  }

  /** A limit on the size of files stands for a full disk: the write fails half-way as there. */
  @Test
  void keepsTheOldFilesWhenTheDiskIsFull() throws IOException {
    assertThat(Carousel.run(folder, (TRAIN + "o").split(" ")).exitCode()).isZero();
    byte[] model = Files.readAllBytes(folder.resolve("o/model.safetensors"));
    byte[] checkpoint = Files.readAllBytes(folder.resolve("o/checkpoint.safetensors"));
    List<String> limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 4; exec \"$@\"", "limited"));
    limited.add(Carousel.LAUNCHER.toString());
    limited.addAll(List.of((TRAIN + "o --seed 7 --quiet").split(" ")));
    Ended ended = Carousel.run(folder, Map.of(), limited);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.errors())
        .containsExactly(
            "file must be writable, file=o/checkpoint.safetensors: File too large; free some space"
                + " or choose another folder (an old file is as it was)");
    assertThat(folder.resolve("o/model.safetensors")).hasBinaryContent(model);
    assertThat(folder.resolve("o/checkpoint.safetensors")).hasBinaryContent(checkpoint);
    try (var files = Files.list(folder.resolve("o"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.safetensors",
              "checkpoint.safetensors",
              "metrics.json",
              "history.csv",
              ".lock"); // and nothing half-written
    }
  }
}
