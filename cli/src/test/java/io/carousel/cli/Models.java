package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One trained model of each kind, made once for all tests of this process. */
final class Models {
  /** With the sample files, and the folders forecast, classify and language of three runs. */
  static final Path FOLDER = train();

  static final Ended FORECAST =
      run(
          "forecast",
          "series.csv",
          "--target a,b --time t --window 10" + " --features a,b --horizon 3 --test series.csv");
  static final Ended CLASSIFY =
      run(
          "classify",
          "sequences.csv",
          "--sequence-id id --label kind --test sequences.csv --learning-rate 3e-2");
  static final Ended LANGUAGE =
      run(
          "language",
          "text.txt",
          "--unit word --embedding 8 --steps 10 --batch 4 --test text.txt"
              + " --learning-rate 3e-2");

  private Models() {}

  private static Path train() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "models");
      Samples.writeAll(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ended run(String task, String data, String options) {
    String common = "train " + task + " --data " + data + " --hidden 8 --epochs 6 --out " + task;
    Ended ended = Carousel.run(FOLDER, (common + " " + options).split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  static String model(String task) {
    return task + "/model.safetensors";
  }
}
