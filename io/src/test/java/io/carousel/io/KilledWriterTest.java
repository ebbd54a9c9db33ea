package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that rewrites a model all the time is killed at random moments. */
class KilledWriterTest {
  private static final int KILLS = 10;
  private static final NetworkSpec NETWORK = NetworkSpec.input(500).dense(1000);

  @TempDir Path folder;

  /** What the killed process runs: models whose weights are all one number, 1 or 2. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      Path file = Path.of(arguments[0]);
      Model[] models = {model(1), model(2)};
      for (int i = 0; true; i++) {
        ModelFile.write(file, models[i % 2]);
      }
    }
  }

  private static Model model(float weight) {
    float[] weights = new float[501_000];
    Arrays.fill(weights, weight);
    return Model.of(NETWORK, weights);
  }

  @Test
  void aKillAtAnyMomentLeavesTheOldModelOrTheNew() throws Exception {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model(1));
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      Object before = identity(file);
      Process process = start(file);
      while (identity(file).equals(before) && process.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(50_000));
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly().waitFor();
      float[] weights = ModelFile.read(file).model().weights();
      assertThat(weights[0]).isIn(1f, 2f);
      assertThat(weights).containsOnly(weights[0]);
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "lastModifiedTime");
  }

  private static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString())
        .inheritIO()
        .start();
  }
}
