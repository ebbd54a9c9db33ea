package io.carousel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has the three training commands below it. */
@Command(
    name = "train",
    description = "Train a network on a file.",
    synopsisSubcommandLabel = "TASK",
    subcommands = {
      TrainForecastCommand.class,
      TrainClassifyCommand.class,
      TrainLanguageCommand.class
    },
    footer = {
      "%nExamples:",
      "  carousel train forecast --data prices.csv --target close --window 48",
      "  carousel train classify --data moves.csv --sequence-id move --label kind",
      "  carousel train language --data book.txt --unit char --steps 35"
    })
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a task must be given, one of [forecast, classify, language]");
  }
}
