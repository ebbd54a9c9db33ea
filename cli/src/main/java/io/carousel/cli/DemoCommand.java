package io.carousel.cli;

import io.carousel.Backends;
import io.carousel.cli.run.RunFolder;
import io.carousel.cli.task.ForecastTask;
import io.carousel.cli.task.Measures;
import io.carousel.cli.task.Part;
import io.carousel.cli.terminal.Chart;
import io.carousel.cli.terminal.Console;
import io.carousel.data.WindowSet;
import io.carousel.io.AtomicFile;
import io.carousel.metric.Metric;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the sunspot numbers before the user's eyes. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Learn the monthly sunspot numbers of 1749 to 1983 and foretell 12 months from 132.",
      "Ends within a minute on two cores, and compares the outcome with two naive forecasts."
    },
    footer = {"%nExamples:", "  carousel demo", "  carousel demo --out sunspots --seed 7"})
final class DemoCommand implements Callable<Integer> {
  private static final int ROWS = 12;
  private static final int STRIDE = 5;

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "carousel-out/demo",
      description = "The folder that receives data, model and metrics. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = DemoSettings.EPOCHS,
      description = "Passes over the training data. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    new RunFolder(out).prepare();
    copyData();
    List<String> options = DemoSettings.options(out, epochs, seed);
    console.note("carousel train forecast " + String.join(" ", options));
    TrainForecastCommand command = new TrainForecastCommand(console);
    new CommandLine(command).parseArgs(options.toArray(String[]::new));
    Trained trained = command.train();
    if (trained == null) {
      return ExitCode.INTERRUPTED;
    }
    trained.print(console, false);
    console.result("");
    printVerdict(trained);
    printLastForecast(trained);
    printNext(command.model());
    return ExitCode.OK;
  }

  private void copyData() {
    try (InputStream data = DemoCommand.class.getResourceAsStream(DemoSettings.DATA)) {
      AtomicFile.write(out.resolve(DemoSettings.DATA), data::transferTo);
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled data must be readable", e);
    }
  }

  private void printVerdict(Trained trained) {
    Map<String, Measures> baseline = trained.outcome().baseline();
    console.result(
        String.format(
            Locale.ROOT,
            "Test error (RMSE): LSTM %.1f, last value repeated %.1f, 11 years ago repeated %.1f",
            trained.outcome().metrics().get(Part.TEST).overall().get(Metric.RMSE),
            baseline.get("persistence").overall().get(Metric.RMSE),
            baseline.get("seasonal").overall().get(Metric.RMSE)));
  }

  private void printLastForecast(Trained trained) {
    WindowSet test = ((ForecastTask) trained.task()).test();
    int last = test.size() - 1;
    try (Backend backend = Backends.open(trained.outcome().backend(), BackendOptions.defaults());
        Predictor predictor = trained.outcome().model().predictor(backend)) {
      double[] forecast = test.unscale(predictor.predict(test.window(last)));
      console.result("\nThe last 12 months: o came, x foretold, * both\n");
      console.result(Chart.of(test.actual(last), forecast, ROWS, STRIDE));
    }
  }

  private void printNext(Path model) {
    console.result("\nNext:");
    console.result("  carousel inspect --model " + model);
    console.result(
        "  carousel predict --model "
            + model
            + " --data "
            + out.resolve(DemoSettings.DATA)
            + " --steps 60");
    console.result("  carousel train forecast --help");
  }
}
