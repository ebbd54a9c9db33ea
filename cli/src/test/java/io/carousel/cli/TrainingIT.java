package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each training command, and what is done with its model. */
class TrainingIT {
  @TempDir Path folder;

  @BeforeEach
  void trainModels() {
    assertThat(Models.FORECAST.exitCode() + Models.CLASSIFY.exitCode()).isZero();
    assertThat(Models.LANGUAGE.exitCode()).isZero();
  }

  private static JsonNode metrics(String task) throws IOException {
    return Json.read(Carousel.read(Models.FOLDER.resolve(task).resolve("metrics.json")));
  }

  private static Ended use(String command) {
    Ended ended = Carousel.run(Models.FOLDER, command.split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  @ParameterizedTest
  @CsvSource({
    "forecast, forecast, persistence seasonal",
    "classify, classification, majority",
    "language, language, unigram"
  })
  void writesMetricsUnderTheAgreedKeys(String folder, String task, String baselines)
      throws IOException {
    JsonNode metrics = metrics(folder);
    assertThat(Json.names(metrics))
        .containsExactly(
            "task",
            "backend",
            "parameters",
            "epochs",
            "seconds",
            "sequencesPerSecond",
            "timeStepsPerSecond",
            "train",
            "validation",
            "test",
            "baseline",
            "seed",
            "options");
    assertThat(metrics.get("task").asText()).isEqualTo(task);
    assertThat(metrics.get("epochs").asInt()).isEqualTo(6);
    assertThat(metrics.get("options").get("hidden").asInt()).isEqualTo(8);
    assertThat(Json.names(metrics.get("baseline"))).containsExactlyInAnyOrder(baselines.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"forecast, series.csv", "classify, sequences.csv", "language, text.txt"})
  void evaluatesToTheNumbersThatTrainingPrinted(String task, String data) throws IOException {
    Ended ended = use("evaluate --json --model " + Models.model(task) + " --data " + data);
    assertThat(Json.read(ended.out()).get("metrics")).isEqualTo(metrics(task).get("test"));
  }

  @Test
  void showsTheOutcomeAsATable() {
    assertThat(Models.FORECAST.out().lines().map(line -> line.split(" {2,}", -1)[0]))
        .startsWith("", "train", "validation", "test", "test, persistence", "test, seasonal", "")
        .contains("test, by target", "b, persistence", "test, by rows ahead", "3");
    assertThat(Models.LANGUAGE.out().lines().findFirst().orElseThrow().strip())
        .matches("loss +perplexity");
  }

  @Test
  void saysWhatRunsOnStandardError() {
    assertThat(Models.CLASSIFY.err()).startsWith("running on ");
    assertThat(Models.CLASSIFY.err().lines().skip(1).limit(4))
        .containsExactly(
            "read 216 rows from sequences.csv",
            "read 216 rows from sequences.csv",
            "sequences: train 36 (192 steps) validation 4 (24 steps) test 40 (216 steps)",
            "features [x], labels [fast, slow]");
    assertThat(Models.CLASSIFY.err())
        .contains("epoch 6/6  steps 1  loss ", "wrote classify; next: carousel inspect");
  }

  @Test
  void learnsTheSequencesAndTheText() throws IOException {
    double unigram =
        metrics("language").get("baseline").get("unigram").get("perplexity").asDouble();
    assertThat(metrics("language").get("test").get("perplexity").asDouble())
        .isLessThan(unigram / 2);
    double majority =
        metrics("classify").get("baseline").get("majority").get("accuracy").asDouble();
    assertThat(metrics("classify").get("test").get("accuracy").asDouble()).isGreaterThan(majority);
  }

  @Test
  void writesOneLineOfHistoryPerEpoch() {
    List<String> lines =
        Carousel.read(Models.FOLDER.resolve("forecast/history.csv")).lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0))
        .isEqualTo(
            "epoch,trainingLoss,validationLoss,learningRate,sequences,timeSteps,seconds,"
                + "skippedUpdates");
    assertThat(lines.get(6)).startsWith("6,").endsWith(",0");
  }

  @Test
  void foretellsBeyondTheHorizonByReadingForecastsBack() {
    List<String> short3 = predict("forecast", "series.csv", " --steps 3");
    List<String> long7 = predict("forecast", "series.csv", " --steps 7");
    assertThat(long7.get(0)).isEqualTo("t,a,b");
    assertThat(long7).hasSize(8);
    assertThat(long7.subList(0, 4)).isEqualTo(short3);
  }

  private static List<String> predict(String task, String data, String more) {
    return use("predict --model " + Models.model(task) + " --data " + data + more)
        .out()
        .lines()
        .toList();
  }

  @Test
  void writesTheClassOfEachSequenceToAFile() {
    Path out = folder.resolve("classes.csv");
    assertThat(predict("classify", "sequences.csv", " --out " + out)).isEmpty();
    List<String> lines = Carousel.read(out).lines().toList();
    assertThat(lines.get(0)).isEqualTo("id,kind,probability fast,probability slow");
    assertThat(lines).hasSize(41);
    for (String line : lines.subList(1, 41)) {
      String[] cells = line.split(",", -1);
      double fast = Double.parseDouble(cells[2]);
      assertThat(fast + Double.parseDouble(cells[3])).isBetween(1 - 1e-6, 1 + 1e-6);
      assertThat(cells[1]).isEqualTo(fast >= 0.5 ? "fast" : "slow");
    }
  }

  @Test
  void generatesTheSameTextFromTheSameSeed() {
    String command =
        "generate --prompt the --length 12 --seed 3 --model " + Models.model("language");
    String text = use(command).out();
    assertThat(text).startsWith("the ").isEqualTo(use(command).out());
    assertThat(text).doesNotContain("<unk>");
  }

  @Test
  void goesOnFromAPromptAsItWasTyped() {
    Ended ended =
        use("generate --prompt the\u00dft --length 5 --seed 3 --model " + Models.model("language"));
    assertThat(ended.out()).startsWith("the\u00dft").doesNotContain("<unk>");
    assertThat(ended.err())
        .contains("unknown to the model, which reads <unk> instead: [the\u00dft]");
  }

  @Test
  void inspectsAModel() throws IOException {
    String text = use("inspect --model " + Models.model("forecast")).out();
    assertThat(text).contains("lstm, hidden=8", "window       10", "targets      [a, b]", "bytes");
    JsonNode document = Json.read(use("inspect --json --model " + Models.model("forecast")).out());
    assertThat(document.get("parameters").asInt()).isEqualTo(4 * 8 * (2 + 8 + 1) + 9 * 6);
    assertThat(document.get("recipe").get("horizon").asInt()).isEqualTo(3);
  }

  @Test
  void classifiesEachStepOfALabelledSequence() {
    Samples.write(folder, "s.csv", Samples.sequences());
    String options = " --sequence-id id --label kind --per-step --bidirectional --cell gru";
    String size = " --hidden 4 --layers 2 --dropout 0.2 --epochs 1 --json --quiet --batch 8";
    Ended ended = Carousel.run(folder, ("train classify --data s.csv" + options + size).split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(Carousel.read(folder.resolve("carousel-out/metrics.json")));
    String model = "carousel-out/model.safetensors";
    assertThat(Carousel.run(folder, "predict", "--model", model, "--data", "s.csv").out().lines())
        .hasSize(217)
        .startsWith("id,step,kind,probability fast,probability slow");
  }

  @Test
  void showsTheDemo() {
    Ended ended = Carousel.run(folder, "demo", "--out", "d", "--epochs", "1");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("test, persistence                  20.991      27.868")
        .contains("test, seasonal                     31.697      43.351")
        .containsPattern("Test error \\(RMSE\\): LSTM [0-9.]+, last value repeated 27.9, 11 years")
        .contains("+------", "Next:", "carousel inspect --model d/model.safetensors");
    assertThat(Carousel.read(folder.resolve("d/sunspots.csv")))
        .startsWith("month,sunspots\n1749-01,58\n")
        .endsWith("1983-12,33.4\n");
    String next = "predict --model d/model.safetensors --data d/sunspots.csv --steps 60";
    assertThat(Carousel.run(folder, next.split(" ")).out().lines()).hasSize(61);
  }

  @Test
  void keepsSeriesApartAndSaysWhatItFilled() {
    StringBuilder csv = new StringBuilder("shop,day,sales,weekday\n");
    for (int row = 0; row < 80; row++) {
      String sales = row == 7 ? "" : String.valueOf(row % 7);
      csv.append("AB".charAt(row % 2)).append(',').append(row / 2).append(',').append(sales);
      csv.append(",d").append(row / 2 % 7).append('\n');
    }
    Samples.write(folder, "shops.csv", csv.toString());
    String options =
        "train forecast --data shops.csv --target sales --series-id shop --time day --window 4"
            + " --categorical weekday --missing forward-fill --cell rnn --hidden 4 --epochs 2"
            + " --optimizer momentum --schedule cosine --warmup 2 --init uniform:0.1";
    Ended ended = Carousel.run(folder, options.split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains(
            "read 80 rows from shops.csv; filled 1 missing cell",
            "windows of 4 rows to the next 1 row: train 56 validation 8 test 8, from 2 series",
            "features [sales, weekday=d0, weekday=d1");
    String model = "carousel-out/model.safetensors";
    assertThat(
            Carousel.run(folder, "predict", "--model", model, "--data", "shops.csv").out().lines())
        .hasSize(3)
        .startsWith("shop,day,sales");
  }
}
