package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carousel.Backends;
import io.carousel.cli.Carousel.Ended;
import io.carousel.cli.Carousel.Started;
import io.carousel.spi.Availability.Available;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and goes on has the same model as one that never stopped. */
class StopAndResumeIT {
  private static final String FORECAST =
      "train forecast --data series.csv --target a --window 30 --hidden 24 --batch 8 --epochs 14"
          + " --dropout 0.2 --schedule plateau:patience=2,factor=0.5";
  private static final String LANGUAGE =
      "train language --data text.txt --unit char --steps 12 --batch 5 --embedding 8 --hidden 24"
          + " --epochs 14 --dropout 0.2 --accumulate 2";

  private static final boolean CPU =
      Backends.found().stream()
          .anyMatch(f -> f.name().equals("cpu") && f.availability() instanceof Available);

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() {
    Samples.writeAll(folder);
  }

  private static List<String> command(String options, String... more) {
    List<String> command = new ArrayList<>(List.of(Carousel.LAUNCHER.toString()));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(more));
    return command;
  }

  /**
   * A shell that runs in the background may have its children ignore SIGINT, which they would never
   * unlearn; env gives it back where it can.
   */
  private List<String> interruptible(List<String> command) {
    List<String> env = new ArrayList<>(List.of("env", "--default-signal=INT"));
    List<String> probe = new ArrayList<>(env);
    probe.add("true");
    if (Carousel.run(folder, Map.of(), probe).exitCode() != 0) {
      return command;
    }
    env.addAll(command);
    return env;
  }

  @ParameterizedTest
  @ValueSource(strings = {FORECAST, LANGUAGE})
  void goesOnAfterAnInterrupt(String options) throws IOException, InterruptedException {
    Started started =
        Carousel.start(folder, Map.of(), interruptible(command(options, "--out", "a")));
    started.awaitError("epoch 2/14");
    new ProcessBuilder("kill", "-INT", String.valueOf(started.process().pid())).start().waitFor();
    Ended stopped = Carousel.end(started, folder);
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err())
        .containsPattern(
            "(?m)^stopped after epoch \\d+, update \\d+; model and checkpoint are in a;"
                + " go on with the same command and --resume$");
    assertThat(folder.resolve("a/model.safetensors")).exists();
    assertThat(folder.resolve("a/metrics.json")).doesNotExist();
    requireSameModelAfterResume(options);
  }

  @Test
  void goesOnFromACheckpointInsideAnEpochAfterAKill() throws IOException, InterruptedException {
    Started started =
        Carousel.start(
            folder, Map.of(), command(LANGUAGE, "--out", "a", "--checkpoint-every", "3"));
    started.awaitError("epoch 1/14");
    started.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    requireSameModelAfterResume(LANGUAGE);
  }

  private void requireSameModelAfterResume(String options) throws IOException {
    Ended resumed = Carousel.run(folder, Map.of(), command(options, "--out", "a", "--resume"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).containsPattern("(?m)^going on after epoch \\d+, update \\d+$");
    Ended whole = Carousel.run(folder, Map.of(), command(options, "--out", "b"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(folder.resolve("a/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("b/model.safetensors"));
    assertThat(resumed.out()).isEqualTo(whole.out());
  }

  /** The loss is that of a run that never moved, to more digits than float32 could lose. */
  @ParameterizedTest
  @CsvSource({
    "reference, cpu, resumed on cpu (float32) a run kept on reference (float64): its numbers are rounded",
    "cpu, reference, resumed on reference (float64) a run kept on cpu (float32): its numbers are exact"
  })
  void goesOnOnAnotherBackendAndSaysWhatThatMeans(String first, String second, String remark)
      throws IOException {
    assumeTrue(CPU, "the backend cpu is not available");
    String run = "train forecast --data series.csv --target a --window 5 --hidden 8 --json";
    assertThat(on(first, run, "2", "a").exitCode()).isZero();
    Ended moved = on(second, run + " --resume", "4", "a");
    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(moved.err().lines())
        .contains(
            remark + ", but the continuation is not bit-equal", "going on after epoch 2, update 4");
    Ended whole = on(first, run, "4", "b");
    assertThat(loss(moved)).isCloseTo(loss(whole), withinPercentage(0.01));
  }

  private Ended on(String backend, String run, String epochs, String out) {
    return Carousel.run(
        folder, Map.of(), command(run, "--backend", backend, "--epochs", epochs, "--out", out));
  }

  private static double loss(Ended ended) throws IOException {
    return new ObjectMapper().readTree(ended.out()).get("validation").get("loss").asDouble();
  }

  @Test
  void refusesToGoOnWithOtherSettings() {
    String small = "train forecast --data series.csv --target a --window 5 --hidden 4 --epochs 1";
    assertThat(Carousel.run(folder, Map.of(), command(small)).exitCode()).isZero();
    Ended other = Carousel.run(folder, Map.of(), command(small, "--resume", "--batch", "7"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors()).hasSize(1);
    assertThat(other.errors().get(0))
        .startsWith("a resumed run must have the settings and data of its checkpoint, checkpoint=")
        .contains("batchSize=64", "batchSize=7");
  }

  @Test
  void stopsWithTheOldFilesIntactWhenTheLossGoesBad() throws IOException {
    String small =
        "train forecast --data series.csv --target a --window 5 --hidden 4 --epochs 2"
            + " --backend reference";
    assertThat(Carousel.run(folder, Map.of(), command(small)).exitCode()).isZero();
    byte[] model = Files.readAllBytes(folder.resolve("carousel-out/model.safetensors"));
    byte[] checkpoint = Files.readAllBytes(folder.resolve("carousel-out/checkpoint.safetensors"));
    Ended bad =
        Carousel.run(
            folder,
            Map.of(),
            command(small + " --batch 16 --optimizer sgd --learning-rate 1e300 --clip-norm 0"));
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.errors())
        .containsExactly(
            "the loss must stay finite, update=1, loss=Infinity, gradientNorm=NaN; lower the"
                + " learning rate or clip by a smaller global norm (the model has the weights of the"
                + " start)");
    assertThat(bad.err()).contains("model and checkpoint in carousel-out are the last good ones");
    assertThat(folder.resolve("carousel-out/model.safetensors")).hasBinaryContent(model);
    assertThat(folder.resolve("carousel-out/checkpoint.safetensors")).hasBinaryContent(checkpoint);
  }
}
