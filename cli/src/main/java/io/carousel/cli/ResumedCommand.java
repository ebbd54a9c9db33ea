package io.carousel.cli;

import io.carousel.cli.option.TypedOptions;
import io.carousel.cli.run.RunFolder;
import io.carousel.cli.terminal.Console;
import io.carousel.internal.Require;
import io.carousel.io.CheckpointFile;
import io.carousel.io.CommandRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Completes a command with {@code --resume} by the options that its run was begun with. */
final class ResumedCommand {
  private static final String RESUME = "--resume";
  private static final String OUT = "--out";

  private final Console console;

  ResumedCommand(Console console) {
    this.console = console;
  }

  /**
   * The arguments, followed by those options of the run that were not typed this time.
   *
   * @throws IllegalArgumentException if the run was another command's
   */
  String[] complete(String... arguments) {
    if (!Arrays.asList(arguments).contains(RESUME)) {
      return arguments;
    }
    ParseResult command = parsed(arguments);
    Path out = out(command);
    if (out == null) {
      return arguments;
    }
    RunFolder folder = new RunFolder(out);
    folder.requireCheckpoint();
    CommandRecord record = CheckpointFile.readCommand(folder.checkpoint());
    requireSameCommand(record, command, out);
    List<String> missing = TypedOptions.missing(record, command);
    if (!missing.isEmpty()) {
      console.beQuiet(command.hasMatchedOption("--quiet"));
      console.note("with the options of " + out + ": " + String.join(" ", missing));
    }
    return Stream.concat(Arrays.stream(arguments), missing.stream()).toArray(String[]::new);
  }

  /** By a command line of its own: one is parsed once only, since lists would grow. */
  private ParseResult parsed(String... arguments) {
    CommandLine parser = new CommandLine(new Main(), new CommandFactory(console));
    collectErrors(parser);
    return last(parser.parseArgs(arguments));
  }

  /** What is missing is no error here: it may be in the folder. */
  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(ResumedCommand::collectErrors);
  }

  private static ParseResult last(ParseResult result) {
    return result.hasSubcommand() ? last(result.subcommand()) : result;
  }

  /** The folder of the run; null if the command has none. */
  private static Path out(ParseResult command) {
    var option = command.commandSpec().findOption(OUT);
    if (option == null) {
      return null;
    }
    return command.hasMatchedOption(OUT) ? option.getValue() : Path.of(option.defaultValue());
  }

  private static void requireSameCommand(CommandRecord record, ParseResult command, Path out) {
    String now = TypedOptions.of(command).command();
    Require.that(
        record.command().isEmpty() || record.command().equals(now),
        () ->
            "a run must go on with the command that began it, out="
                + out
                + ", command="
                + record.command()
                + ", now="
                + now
                + "; use that command, or another --out");
  }
}
