package io.carousel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carousel.cli.terminal.Console;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
    name = "carousel",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description = "LSTM networks for the JVM: train, evaluate, predict, generate.",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      InspectCommand.class,
      BackendsCommand.class,
      ParityCommand.class,
      DemoCommand.class
    },
    footer = {
      "%nExamples:",
      "  carousel demo",
      "  carousel train forecast --data prices.csv --target close --window 48",
      "  carousel train classify --data moves.csv --sequence-id move --label kind",
      "  carousel train language --data book.txt --unit char --steps 35",
      "%nA command's own options: carousel train forecast --help"
    })
public final class Main implements Runnable {
  private static final int WIDEST_HELP = 120;
  private static final int NARROWEST_HELP = 80;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean stacktrace;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    Main main = new Main();
    Console console = new Console();
    Remarks.fromLogTo(console);
    CommandLine commandLine = new CommandLine(main, new CommandFactory(console));
    Errors errors = new Errors(console, () -> main.stacktrace);
    boolean colours = console.coloursWanted();
    commandLine
        .setOut(new PrintWriter(console.out(), true, UTF_8))
        .setErr(new PrintWriter(console.err(), true, UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                colours && console.outIsTerminal() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, console.width())))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
    try {
      return commandLine.execute(new ResumedCommand(console).complete(args));
    } catch (RuntimeException | Error e) { // of what comes before picocli, and what it passes over
      return errors.explain(e);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command must be given");
  }
}
