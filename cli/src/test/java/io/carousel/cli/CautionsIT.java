package io.carousel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carousel.cli.Carousel.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences that keep a user from believing numbers that say little. */
class CautionsIT {
  private static final String RUN =
      "train forecast --data months.csv --target sold --window 4 --hidden 4 --backend reference"
          + " --time month ";

  @TempDir Path folder;

  /** Months with a trend and a season of a year, as shops have. */
  private void write(int months, double noise) throws IOException {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("month,sold\n");
    for (int i = 0; i < months; i++) {
      double season = 40 * Math.sin(2 * Math.PI * i / 12);
      csv.append(LocalDate.of(2000, 1, 1).plusMonths(i)).append(',');
      csv.append(100 + 5 * i + season + noise * random.nextGaussian()).append('\n');
    }
    Files.writeString(folder.resolve("months.csv"), csv);
  }

  private Ended train(String more) {
    Ended ended = Carousel.run(folder, (RUN + more).split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void saysWhatMakesTheNumbersWeak() throws IOException {
    write(120, 1);
    Ended ended = train("--epochs 1 --batch 500");
    assertThat(ended.err())
        .containsPattern(
            "(?m)^season of the seasonal baseline: 12 rows \\(in the training part, changes that far"
                + " apart correlate by 0\\.\\d\\d, and it is usual for a time step of month; set it"
                + " with --season\\)$")
        .containsPattern(
            "(?m)^one update per epoch: all \\d+ training examples fit one update of batch=500; a"
                + " smaller --batch learns in fewer epochs$")
        .containsPattern(
            "(?m)^the test part has only \\d+ examples: its numbers may be chance; give it more with"
                + " --split or --test$")
        .containsPattern(
            "(?m)^the model is no better than the (persistence|seasonal) forecast on the test part,"
                + " rmse=[\\d.]+, \\1 rmse=[\\d.]+; train longer or with other features, or use that"
                + " forecast$");
  }

  @Test
  void isSilentWhereTheNumbersAreStrong() throws IOException {
    write(900, 1);
    Ended ended = train("--epochs 1 --batch 16 --season 12");
    assertThat(ended.err())
        .contains("season of the seasonal baseline: 12 rows\n")
        .doesNotContain("one update per epoch", "has only");
  }

  @Test
  void givesAVerdictOnThreeOfManyTargets() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c,d,e\n");
    for (int i = 0; i < 120; i++) {
      csv.append((i + ",").repeat(4)).append(i).append('\n');
    }
    Files.writeString(folder.resolve("months.csv"), csv);
    String run =
        "train forecast --data months.csv --target a,b,c,d,e --window 4 --hidden 4 --epochs 1"
            + " --backend reference";
    Ended ended = Carousel.run(folder, run.split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err().lines().filter(line -> line.startsWith("the model is no better")))
        .hasSize(3);
    assertThat(ended.err()).contains("\nand so for 2 more targets\n");
  }

  @Test
  void measuresTargetsOfDifferentUnitsApart() throws IOException {
    StringBuilder csv = new StringBuilder("pressure,degrees\n");
    for (int i = 0; i < 200; i++) {
      csv.append(100_000 + 500 * Math.sin(i * 0.3)).append(',').append(20 + Math.cos(i * 0.3));
      csv.append('\n');
    }
    Files.writeString(folder.resolve("weather.csv"), csv);
    String run =
        "train forecast --data weather.csv --target pressure,degrees --window 4 --hidden 4 --horizon 3"
            + " --backend reference --epochs 1";
    Ended ended = Carousel.run(folder, run.split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("(?m)^ +loss +scaledMae +scaledRmse$")
        .containsPattern("(?m)^test, by target +mae +rmse +r2$")
        .containsPattern("(?m)^degrees, persistence +[\\d.]+ +[\\d.]+$")
        .containsPattern("(?m)^test, by rows ahead +scaledMae +scaledRmse$");
    assertThat(ended.err())
        .containsPattern(
            "(?m)^the model is no better than the \\w+ forecast of pressure on the test part");
    JsonNode test =
        Json.read(Carousel.read(folder.resolve("carousel-out/metrics.json"))).get("test");
    assertThat(Json.names(test))
        .containsExactly("loss", "scaledMae", "scaledRmse", "byHorizon", "targets");
    JsonNode degrees = test.get("targets").get("degrees");
    assertThat(Json.names(degrees))
        .containsExactly("mae", "rmse", "r2", "scaledMae", "scaledRmse", "byHorizon");
    assertThat(degrees.get("byHorizon")).hasSize(3);
    double rmse = degrees.get("rmse").asDouble();
    double scaled = degrees.get("scaledRmse").asDouble();
    assertThat(rmse / scaled).as("deviation of a cosine").isBetween(0.65, 0.75);
  }

  @Test
  void saysWhereAForecastReadsAcrossAGap() throws IOException {
    StringBuilder csv = new StringBuilder("t,y\n");
    for (int day = 0; day < 120; day++) {
      String line = LocalDate.of(2018, 1, 1).plusDays(day) + "," + day % 7 + "\n";
      csv.append(day >= 110 && day < 116 ? "" : line);
    }
    Files.writeString(folder.resolve("days.csv"), csv);
    String train =
        "train forecast --data days.csv --target y --time t --window 8 --hidden 4 --epochs 1"
            + " --backend reference --out days";
    assertThat(Carousel.run(folder, train.split(" ")).exitCode()).isZero();
    String predict = "predict --model days/model.safetensors --data days.csv --backend reference";
    Ended ended = Carousel.run(folder, predict.split(" "));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains(
            "the last window of 1 series reaches across missing time steps, which no window did in"
                + " training, so its forecast may be poor (the first: days.csv, 6 missing before"
                + " row 112)")
        .doesNotContain("--largest-gap", "do not cross");
  }
}
