package io.carousel.cli;

import io.carousel.cli.option.BackendOption;
import io.carousel.cli.option.DataOptions;
import io.carousel.cli.option.NetworkOptions;
import io.carousel.cli.option.OptionRecord;
import io.carousel.cli.option.OutputOptions;
import io.carousel.cli.option.RunOptions;
import io.carousel.cli.option.TypedOptions;
import io.carousel.cli.run.Outcome;
import io.carousel.cli.run.RunFolder;
import io.carousel.cli.run.RunLock;
import io.carousel.cli.run.RunSettings;
import io.carousel.cli.run.TrainingSession;
import io.carousel.cli.task.Body;
import io.carousel.cli.task.Task;
import io.carousel.cli.terminal.Console;
import io.carousel.io.CommandRecord;
import io.carousel.spi.Backend;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the three training commands share: data, network, run, output. */
abstract class TrainOnFile implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private BackendOption backendOption = new BackendOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "carousel-out",
      description =
          "The folder that receives model.safetensors, checkpoint.safetensors, metrics.json and"
              + " history.csv. Default: ${DEFAULT-VALUE}.")
  private Path out;

  TrainOnFile(Console console) {
    this.console = console;
  }

  /** Reads the files into the task. */
  abstract Task task();

  final DataOptions data() {
    return data;
  }

  final NetworkOptions network() {
    return network;
  }

  final RunOptions run() {
    return run;
  }

  @Override
  public Integer call() {
    Trained trained = train();
    if (trained == null) {
      return ExitCode.INTERRUPTED;
    }
    trained.print(console, output.json());
    if (!output.json()) {
      console.note("wrote " + out + "; next: carousel inspect --model " + model());
    }
    return ExitCode.OK;
  }

  private CommandRecord typed() {
    return TypedOptions.of(spec.commandLine().getParseResult());
  }

  final Path model() {
    return new RunFolder(out).model();
  }

  /** Trains and writes all files; null if the user stopped the run. */
  final Trained train() {
    console.beQuiet(output.quiet());
    RunSettings settings = run.settings(backendOption.precision());
    Body body = network.body();
    RunFolder folder = new RunFolder(out);
    Task task = task();
    TrainingSession session =
        new TrainingSession(task, task.network(body), settings, typed(), folder, console);
    folder.prepare();
    RunLock lock = folder.lock();
    try (lock;
        Backend backend = backendOption.open(console)) {
      Outcome outcome = session.run(backend);
      return outcome == null
          ? null
          : Trained.written(task, outcome, settings.seed(), OptionRecord.of(spec), folder);
    }
  }
}
