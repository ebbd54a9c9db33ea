package io.carousel.cli;

import io.carousel.cli.option.BackendOption;
import io.carousel.cli.option.ModelOption;
import io.carousel.cli.option.OutputOptions;
import io.carousel.cli.option.ReadingOptions;
import io.carousel.cli.run.MeasuresTable;
import io.carousel.cli.run.MetricsJson;
import io.carousel.cli.task.Exam;
import io.carousel.cli.task.Exams;
import io.carousel.cli.task.Measures;
import io.carousel.cli.terminal.Console;
import io.carousel.io.SavedModel;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on a file. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Measure a trained model on the whole of a file.",
    footer = {
      "%nExamples:",
      "  carousel evaluate --model carousel-out/model.safetensors --data new.csv",
      "  carousel evaluate --model carousel-out/model.safetensors --data new.csv --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "What to measure on.")
  private Path data;

  @Mixin private ReadingOptions reading = new ReadingOptions();
  @Mixin private BackendOption backendOption = new BackendOption();
  @Mixin private OutputOptions output = new OutputOptions();

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.beQuiet(output.quiet());
    Precision precision = backendOption.precision();
    SavedModel saved = model.read().reading(reading::over);
    Exam exam = Exams.of(saved.recipe(), data, console::note);
    try (Backend backend = backendOption.open(console)) {
      print(saved, exam.take(saved.model(), backend, precision));
    }
    return ExitCode.OK;
  }

  private void print(SavedModel saved, Measures measures) {
    if (!output.json()) {
      console.result(
          MeasuresTable.of(Map.of(data.toString(), measures), data.toString(), Map.of()));
      return;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", saved.recipe().task());
    document.put("data", data.toString());
    document.put("metrics", MetricsJson.of(measures));
    console.result(MetricsJson.write(document));
  }
}
