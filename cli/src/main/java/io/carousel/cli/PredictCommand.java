package io.carousel.cli;

import io.carousel.cli.option.BackendOption;
import io.carousel.cli.option.ModelOption;
import io.carousel.cli.option.ReadingOptions;
import io.carousel.cli.run.CsvText;
import io.carousel.cli.task.Prediction;
import io.carousel.cli.terminal.Console;
import io.carousel.internal.Shown;
import io.carousel.io.AtomicFile;
import io.carousel.io.SavedModel;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a model foretells. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Write what a trained model says of a file.",
      "A forecast: the rows after the end of each series. A classification: the class of each"
          + " sequence or step, with the probability of every class."
    },
    footer = {
      "%nExamples:",
      "  carousel predict --model carousel-out/model.safetensors --data prices.csv --out next.csv",
      "  carousel predict --model carousel-out/model.safetensors --data prices.csv --steps 30",
      "  carousel predict --model carousel-out/model.safetensors --data prices.csv \\",
      "      --backend gpu --precision fp16"
    })
final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "What to go on from.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The csv file to write. Default: standard output.")
  private Path out;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Rows of a forecast. Beyond the model's horizon forecasts are read back, for which every"
              + " feature must be a target. Default: the model's horizon.")
  private Integer steps;

  @Mixin private ReadingOptions reading = new ReadingOptions();
  @Mixin private BackendOption backendOption = new BackendOption();

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Precision precision = backendOption.precision();
    SavedModel saved = model.read();
    try (Backend backend = backendOption.open(console);
        Predictor predictor = saved.predictor(backend, precision)) {
      write(Prediction.of(saved.reading(reading::over), data, steps, predictor, console::note));
    }
    return ExitCode.OK;
  }

  private void write(Prediction prediction) {
    String text = CsvText.of(prediction.rows());
    if (out == null) {
      console.out().print(text);
      console.out().flush();
    } else {
      AtomicFile.writeText(out, text);
      console.note("wrote " + Shown.count(prediction.rows().size() - 1, "row") + " to " + out);
    }
  }
}
