package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole training run from the command line, at a small size. */
@Emulated
class DemoTest {
  @TempDir private Path temp;

  @Test
  void aForecasterIsTrainedAndEvaluatedOnTheBackend() throws Exception {
    Path table = temp.resolve("wave.csv");
    StringBuilder text = new StringBuilder("value\n");
    for (int t = 0; t < 240; t++) {
      text.append(Math.sin(t * 0.3)).append('\n');
    }
    Files.writeString(table, text);
    String output =
        Child.onEmulator()
            .option("-Dcarousel.gpu.cache=off")
            .variable("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
            .run(
                Class.forName("io.carousel.cli.Main"),
                "train",
                "forecast",
                "--data",
                table.toString(),
                "--target",
                "value",
                "--window",
                "12",
                "--hidden",
                "8",
                "--epochs",
                "6",
                "--backend",
                "gpu",
                "--out",
                temp.resolve("run").toString());
    assertThat(output).contains("Carousel emulated device");
    assertThat(temp.resolve("run")).isDirectoryContaining("glob:**.safetensors");
  }
}
