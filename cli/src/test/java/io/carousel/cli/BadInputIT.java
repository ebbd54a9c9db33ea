package io.carousel.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.Backends;
import io.carousel.cli.Carousel.Ended;
import io.carousel.spi.Availability.Available;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that cannot be used: one message, exit code 2, nothing written. */
class BadInputIT {
  private static final String FORECAST = "train forecast --out o --hidden 4 --epochs 1 ";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Samples.writeAll(folder);
    Samples.write(folder, "text.csv", "t,a\n1,2\n2,foo\n3,1\n");
    Samples.write(folder, "nan.csv", "t,a\n1,2\n2,NaN\n3,1\n");
    Samples.write(folder, "infinite.csv", "t,a\n1,2\n2,-inf\n3,1\n");
    Samples.write(folder, "missing.csv", "t,a\n1,2\n2,\n3,1\n");
    Samples.write(folder, "short.csv", "t,a\n1,2\n2,4\n3,1\n");
    Samples.write(folder, "empty.csv", "");
    Samples.write(folder, "header.csv", "t,a\n");
    Samples.write(folder, "one.csv", "t,a\n1,2\n");
    Samples.write(folder, "slow.csv", Samples.sequences().replaceAll("s\\d+,[^,]*,fast\\n", ""));
    Samples.write(folder, "odd.csv", Samples.sequences().replace("fast", "odd"));
    Samples.write(folder, "mixed.csv", "id,x,kind\nm,1,slow\nm,2,fast\nn,1,fast\n");
    Files.write(folder.resolve("bytes.csv"), new byte[] {'t', ',', 'a', '\n', '1', ',', -1, '\n'});
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--data nope.csv --target a --window 5|file must exist, file=nope.csv",
        "--data series.csv --target q --window 5|column must be one of [t, a, b], column=q, file=series.csv",
        "--data text.csv --target a --window 5|a cell must be a number, row=3, column=a, text=foo, file=text.csv; name a column of categories with --categorical, or leave it out of --features",
        "--data nan.csv --target a --window 5|a cell must not be missing, row=3, column=a, file=nan.csv; fill it, or choose what to do with --missing drop, forward-fill, back-fill, interpolate, mask",
        "--data infinite.csv --target a --window 5|a number must be finite in 64 bits, row=3, column=a, text=-inf, file=infinite.csv; correct the cell, or empty it and choose what to do with --missing",
        "--data missing.csv --target a --window 5|a cell must not be missing, row=3, column=a, file=missing.csv; fill it, or choose what to do with --missing drop, forward-fill, back-fill, interpolate, mask",
        "--data short.csv --target a --window 5|a series must have window + horizon rows or more, series=short.csv, rows=3, window=5, horizon=1; use a smaller window or more data",
        "--data empty.csv --target a --window 5|file must not be empty, file=empty.csv",
        "--data header.csv --target a --window 5|file must have a row below its header, rows=0, file=header.csv",
        "--data one.csv --target a --window 5|a series must have window + horizon rows or more, series=one.csv, rows=1, window=5, horizon=1; use a smaller window or more data",
        "--data bytes.csv --target a --window 5|file must be UTF-8 text, line=2, byte=6, file=bytes.csv; save it as UTF-8",
        "--data series.csv --target a --window 5 --dropout 1|dropout must be at least 0 and below 1, dropout=1.0",
        "--data series.csv --target a --window 5 --split 0.5,0.1,0.1|split must sum to 1, split=0.5,0.1,0.1",
        "--data series.csv --target a --window 5 --resume|resume needs a checkpoint in the folder of --out, missing=o/checkpoint.safetensors; leave --resume out to start anew",
        "--data series.csv --target a --window 5 --schedule linear|schedule must be one of [constant, step, exponential, cosine, plateau], schedule=linear",
        "--data series.csv --target a --window 5 --memory-limit 2GB|--memory-limit must be a positive number of bytes, or of K, M, G or T, --memory-limit=2GB; write it such as 2G, or leave it out for the default",
        "--data series.csv --target a --window 5 --memory-limit 0|--memory-limit must be a positive number of bytes, or of K, M, G or T, --memory-limit=0; write it such as 2G, or leave it out for the default",
        "--data series.csv --target a --window 5 --threads 8000|threads must be in 0 to 1024, threads=8000; 0 leaves it to the backend, which takes one for each core at most",
        "--data series.csv --target a --window 5 --backend tpu|backend must be one of [auto, gpu, cpu, reference], backend=tpu; use gpu, or add the jar of another backend to the class path, and in a shaded jar merge the files in META-INF/services",
      })
  void refusesToTrainAForecast(String options, String message) {
    refused(FORECAST + options, message);
  }

  @Test
  void refusesMoreUnitsThanAGateCanBeIndexedBy() {
    for (String hidden : List.of("23171", "1073741824")) {
      refused(
          "train forecast --data series.csv --target a --window 5 --out o --hidden " + hidden,
          "hiddenSize must be at most 23170 for lstm, hiddenSize="
              + hidden
              + "; use several layers with fewer units");
    }
  }

  /** 64 units on 3 inputs and a dense layer of 1: weights, gradient sums and two moments each. */
  @Test
  void refusesANetworkThatTheMemoryLimitDoesNotHold() {
    boolean cpu =
        Backends.found().stream()
            .anyMatch(f -> f.name().equals("cpu") && f.availability() instanceof Available);
    assumeTrue(cpu, "the backend cpu is not available");
    int weights = 4 * 64 * (3 + 64 + 1) + 64 + 1;
    refused(
        "train forecast --data series.csv --target a --window 5 --out o --backend cpu"
            + " --hidden 64 --memory-limit 256K",
        "parameters must fit the memory limit, asked="
            + (weights * 4 * 4 + 5 * 8)
            + " bytes, used=0, allowed=262144; raise the memory limit, close what is not needed, or use"
            + " a smaller batch or shorter sequences");
  }

  @Test
  void refusesAHiddenSizeOf0() {
    refused(
        "train forecast --data series.csv --target a --window 5 --hidden 0",
        "hiddenSize must be positive, hiddenSize=0");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "slow.csv|the data must have at least two different labels, labels=[slow], column=kind, file=slow.csv",
        "sequences.csv --test odd.csv|a label must be one of [fast, slow] as in the training part, row=5, column=kind, label=odd, file=odd.csv; train with sequences of every label, or try another --seed or --split",
        "mixed.csv --split 1,0,0|a sequence must have one label, sequence=m, labels=slow and fast, row=3, file=mixed.csv; choose --per-step to classify each step",
      })
  void refusesToTrainAClassifier(String data, String message) {
    refused("train classify --out o --sequence-id id --label kind --data " + data, message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate --prompt x --model FORECAST|the model must be made for language, task=forecast; choose another model",
        "predict --data series.csv --model LANGUAGE|the model must be made for forecast or classification, task=language; use carousel generate for a language model",
        "evaluate --data sequences.csv --model FORECAST|the file must have the columns of the model, missing=[a, b], expected=[a, b], columns=[id, x, kind], file=sequences.csv",
        "evaluate --data odd.csv --model CLASSIFY|a label must be one of [fast, slow] as in the training part, row=5, column=kind, label=odd, file=odd.csv; train with sequences of every label, or try another --seed or --split",
        "evaluate --data bytes.csv --model LANGUAGE|file must be UTF-8 text, line=2, byte=6, file=bytes.csv; save it as UTF-8",
        "inspect --model nope|file must exist, file=nope",
        "predict --data series.csv --out no/x.csv --model FORECAST|folder must exist, folder=DIR/no, file=no/x.csv; create it first",
      })
  void refusesToUseAModel(String command, String message) {
    refused(
        command
            .replace("FORECAST", absolute("forecast", Models.FORECAST))
            .replace("LANGUAGE", absolute("language", Models.LANGUAGE))
            .replace("CLASSIFY", absolute("classify", Models.CLASSIFY)),
        message.replace("DIR", folder.toString()));
  }

  private static String absolute(String task, Ended made) {
    assertThat(made.exitCode()).isZero();
    return Models.FOLDER.resolve(Models.model(task)).toString();
  }

  @Test
  void refusesAStepBeyondTheHorizonWhereTheFutureOfAFeatureIsUnknown() {
    String options = " --data series.csv --target a --window 5 --out x --epochs 1 --hidden 2";
    assertThat(Carousel.run(folder, ("train forecast" + options).split(" ")).exitCode()).isZero();
    refused(
        "predict --model x/model.safetensors --data series.csv --steps 2",
        "steps beyond the model's horizon need every feature to be a target, steps=2, horizon=1,"
            + " features that are no targets=[t, b]; use --steps 1 or train with a longer --horizon");
  }

  @Test
  void cutsMessagesOfThousandsOfColumns() throws IOException {
    String header = IntStream.range(0, 4000).mapToObj(i -> "column" + i).collect(joining(","));
    String row = IntStream.range(0, 4000).mapToObj(i -> "1.5").collect(joining(","));
    Samples.write(folder, "wide.csv", header + ("\n" + row).repeat(20) + "\n");
    Ended ended =
        Carousel.run(
            folder, "train forecast --data wide.csv --target colum --window 2 --out o".split(" "));
    assertThat(ended.errors().get(0))
        .startsWith("column must be one of [column0, column1, ")
        .endsWith(" more], column=colum, file=wide.csv")
        .hasSizeLessThan(900);
    Ended trained =
        Carousel.run(
            folder,
            ("train forecast --data wide.csv --target column7 --window 2 --out o --epochs 1"
                    + " --hidden 2 --backend reference")
                .split(" "));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err().lines()).allMatch(line -> line.length() < 2000);
    Ended other =
        Carousel.run(folder, "evaluate --data series.csv --model o/model.safetensors".split(" "));
    assertThat(other.errors().get(0))
        .startsWith("the file must have the columns of the model, missing=[column0, ")
        .endsWith("columns=[t, a, b], file=series.csv")
        .hasSizeLessThan(2000);
  }

  @Test
  void saysHowANameWithACommaIsWritten() throws IOException {
    Samples.write(folder, "wind.csv", "\"Wind, m/s\",x\n1,2\n");
    refused(
        "train forecast --data wind.csv --window 5 --target Wind",
        "column must be one of [Wind, m/s, x], column=Wind (in a list, a name with commas is quoted:"
            + " '\"Wind, m/s\"'), file=wind.csv");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "train|a task must be given, one of [forecast, classify, language]",
        "none|a command must be given",
        "train forecast --data series.csv|Missing required options: '--target=COL[,COL]', '--window=N'",
        "inspect --model x --foo|Unknown option: '--foo'",
      })
  void refusesACommandThatIsNotWhole(String command, String message) {
    refused(command == null ? "" : command, message);
  }

  private void refused(String command, String message) {
    String[] arguments =
        Arrays.stream(command.split(" ")).filter(a -> !a.isEmpty()).toArray(String[]::new);
    Ended ended = Carousel.run(folder, arguments);
    assertThat(ended.errors()).containsExactly(message);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(folder.resolve("o/model.safetensors")).doesNotExist();
  }
}
