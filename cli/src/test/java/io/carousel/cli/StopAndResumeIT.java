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
  void saysWhereTheModelIsAfterAnInterruptOfTheMeasurement()
      throws IOException, InterruptedException {
    StringBuilder rows = new StringBuilder("a\n");
    for (int i = 0; i < 20_000; i++) {
      rows.append(Math.sin(i)).append('\n');
    }
    Files.writeString(folder.resolve("long.csv"), rows);
    String options =
        "train forecast --data long.csv --target a --window 50 --hidden 32 --epochs 1"
            + " --split 0.01,0.01,0.98 --backend reference --out a";
    Started started = Carousel.start(folder, Map.of(), interruptible(command(options)));
    started.awaitError("measuring the outcome");
    new ProcessBuilder("kill", "-INT", String.valueOf(started.process().pid())).start().waitFor();
    Ended stopped = Carousel.end(started, folder);
    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err())
        .contains(
            "stopped while the outcome was measured; model and checkpoint are in a; measure with"
                + " the same command and --resume, or with carousel evaluate");
    assertThat(folder.resolve("a/model.safetensors")).exists();
    assertThat(folder.resolve("a/metrics.json")).doesNotExist();
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
  void goesOnWithoutTypingTheOptionsAgain() throws IOException {
    String run =
        "train forecast --data series.csv --target a --window 5 --hidden 4 --batch 8 --strict"
            + " --backend reference --seed 3 --epochs ";
    assertThat(Carousel.run(folder, Map.of(), command(run + "2 --out a")).exitCode()).isZero();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Ended resumed =
        Carousel.run(
            elsewhere,
            Map.of(),
            command("train forecast --resume --out ../a --epochs 4 --backend=reference"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains(
            "with the options of ../a: --data="
                + folder.toRealPath().resolve("series.csv")
                + " --target=a --window=5 --hidden=4 --batch=8 --strict --seed=3",
            "going on after epoch 2, update ");
    Ended whole = Carousel.run(folder, Map.of(), command(run + "4 --out b"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(folder.resolve("a/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("b/model.safetensors"));
    Ended again = Carousel.run(folder, Map.of(), command("train forecast --resume --out a"));
    assertThat(again.err()).contains("--epochs=4");
    Ended other =
        Carousel.run(folder, Map.of(), command("train language --resume --out a --epochs 5"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors())
        .containsExactly(
            "a run must go on with the command that began it, out=a, command=forecast,"
                + " now=language; use that command, or another --out");
    Ended nothing = Carousel.run(folder, Map.of(), command("train forecast --resume --out c"));
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.errors())
        .containsExactly(
            "resume needs a checkpoint in the folder of --out, missing=c/checkpoint.safetensors;"
                + " leave --resume out to start anew");
  }

  @Test
  void refusesToGoOnWithOtherSettings() {
    String small = "train forecast --data series.csv --target a --window 5 --hidden 4 --epochs 1";
    assertThat(Carousel.run(folder, Map.of(), command(small)).exitCode()).isZero();
    Ended other = Carousel.run(folder, Map.of(), command(small, "--resume", "--batch", "7"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors())
        .containsExactly(
            "a resumed run must have the settings and data of its checkpoint, batchSize=64, now=7;"
                + " take those of the checkpoint, or start a new run");
  }

  private void refuses(String first, String second, String pattern) throws IOException {
    assertThat(Carousel.run(folder, Map.of(), command(first)).exitCode()).isZero();
    byte[] model = Files.readAllBytes(folder.resolve("carousel-out/model.safetensors"));
    Ended other = Carousel.run(folder, Map.of(), command(second));
    assertThat(other.exitCode()).as(other.err()).isEqualTo(2);
    assertThat(other.errors()).hasSize(1);
    assertThat(other.errors().get(0)).matches(pattern).hasSizeLessThan(600);
    assertThat(folder.resolve("carousel-out/model.safetensors")).hasBinaryContent(model);
  }

  @Test
  void refusesToGoOnWithAnotherTargetOrOtherNumbers() throws IOException {
    String run = "train forecast --window 5 --hidden 4 --backend reference --epochs ";
    refuses(
        run + "1 --data series.csv --target a",
        run + "2 --data series.csv --target b --resume",
        "a resumed run must read the data of its checkpoint in the same way, .*targets=\\[\"a\"],"
            + " now=\\[\"b\"].*; take data and options of the checkpoint, or leave --resume out and"
            + " start anew in another --out");
    Path series = folder.resolve("series.csv");
    Files.writeString(folder.resolve("other.csv"), firstNumberChanged(Files.readString(series)));
    refuses(
        run + "1 --data series.csv --target a",
        run + "2 --data other.csv --target a --resume",
        "a resumed run must read the data of its checkpoint in the same way, scaler.means=.*");
  }

  /** The first row's first number with another digit: it is in the training part. */
  private static String firstNumberChanged(String csv) {
    int row = csv.indexOf('\n') + 1;
    int digit = row;
    while (!(Character.isDigit(csv.charAt(digit)) && csv.charAt(digit + 1) == ',')) {
      digit++;
    }
    char other = csv.charAt(digit) == '1' ? '2' : '1';
    return csv.substring(0, digit) + other + csv.substring(digit + 1);
  }

  @Test
  void refusesToGoOnWithAnotherText() throws IOException {
    String run = "train language --unit char --steps 12 --hidden 8 --backend reference --epochs ";
    String text = Files.readString(folder.resolve("text.txt"));
    String reversed = new StringBuilder(text).reverse().toString();
    Files.writeString(folder.resolve("reversed.txt"), reversed);
    refuses(
        run + "1 --data text.txt",
        run + "2 --data reversed.txt --resume",
        "a resumed run must read the data of its checkpoint in the same way, vocabulary.tokens=.*,"
            + " now=.*; take data and options of the checkpoint, or leave --resume out and start anew"
            + " in another --out");
    Files.writeString(folder.resolve("swapped.txt"), swappedWithin(text));
    refuses(
        run + "1 --data text.txt",
        run + "2 --data swapped.txt --resume",
        "a resumed run must have the settings and data of its checkpoint, training data=\\d+ examples"
            + " with \\d+ steps, hash [0-9a-f]+, now=\\d+ examples with \\d+ steps, hash [0-9a-f]+;"
            + " take those of the checkpoint, or start a new run");
  }

  /** Two letters in another order, where all letters have been read before. */
  private static String swappedWithin(String text) {
    int at = text.length() / 2;
    while (text.charAt(at) == text.charAt(at + 1)) {
      at++;
    }
    return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
  }

  @Test
  void goesOnOverMoreEpochsAlongACosineOnlyWhenAsked() throws IOException {
    String run =
        "train forecast --data series.csv --target a --window 5 --hidden 4 --backend reference"
            + " --schedule cosine --epochs ";
    refuses(
        run + "1",
        run + "2 --resume",
        "a resumed run must keep its schedule, or the epochs before would have had other learning"
            + " rates, schedule=cosine:epochs=1,floor=0.0, now=cosine:epochs=2,floor=0.0;"
            + " type the schedule with the epochs that it had, or go on along the new one with"
            + " --restretch");
    Ended asked = Carousel.run(folder, Map.of(), command(run + "2 --resume --restretch"));
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    assertThat(asked.err()).contains("the learning rate follows the new schedule from here on");
    Ended alone = Carousel.run(folder, Map.of(), command(run + "2 --restretch"));
    assertThat(alone.errors())
        .containsExactly("restretch needs a run to go on from, restretch=true; add --resume");
  }

  @Test
  void keepsTheModelOfAnotherQuestion() throws IOException {
    String run = "train forecast --data series.csv --window 5 --hidden 4 --epochs 1 --target ";
    assertThat(Carousel.run(folder, Map.of(), command(run + "a")).exitCode()).isZero();
    byte[] model = Files.readAllBytes(folder.resolve("carousel-out/model.safetensors"));
    Path previous = folder.resolve("carousel-out/model.previous.safetensors");
    Ended same = Carousel.run(folder, Map.of(), command(run + "a --seed 7"));
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(previous).doesNotExist();
    assertThat(Carousel.run(folder, Map.of(), command(run + "a")).exitCode()).isZero();
    Ended bad =
        Carousel.run(
            folder,
            Map.of(),
            command(run + "b --optimizer sgd --learning-rate 1e300 --clip-norm 0 --batch 16"));
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("carousel-out/model.safetensors")).hasBinaryContent(model);
    Ended other = Carousel.run(folder, Map.of(), command(run + "b"));
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.err())
        .contains(
            "carousel-out/model.safetensors answers another question, targets=[\"a\"], now=[\"b\"]; it"
                + " becomes carousel-out/model.previous.safetensors\n");
    assertThat(previous).hasBinaryContent(model);
    Files.writeString(folder.resolve("carousel-out/model.safetensors"), "mine");
    Ended mine = Carousel.run(folder, Map.of(), command(run + "b"));
    assertThat(mine.err()).contains(" answers another question, format=unknown, now=forecast; ");
    assertThat(previous).hasContent("mine");
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
