package io.carousel.cli.option;

import io.carousel.io.CommandRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What a user has typed, as it is kept with a run and given back when the run goes on. */
public final class TypedOptions {
  /** What is of one call, not of the run. */
  private static final Set<String> OF_ONE_CALL =
      Set.of("--resume", "--restretch", "--out", "--json", "--quiet", "--stacktrace");

  private TypedOptions() {}

  /** The options that were typed for a command, files with their whole paths. */
  public static CommandRecord of(ParseResult command) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (OptionSpec option : command.matchedOptionsSet()) {
      if (!OF_ONE_CALL.contains(option.longestName())) {
        options.put(option.longestName(), values(option));
      }
    }
    return new CommandRecord(command.commandSpec().name(), options);
  }

  private static List<String> values(OptionSpec option) {
    if (option.arity().max() == 0) {
      return List.of();
    }
    return option.getValue() instanceof Path path
        ? List.of(whole(path))
        : option.originalStringValues();
  }

  private static String whole(Path path) {
    return path.toString().equals("-") ? "-" : path.toAbsolutePath().normalize().toString();
  }

  /** The words to add to a command line so that it has the options of a record that it lacks. */
  public static List<String> missing(CommandRecord record, ParseResult command) {
    List<String> words = new ArrayList<>();
    record
        .options()
        .forEach(
            (name, values) -> {
              if (!command.hasMatchedOption(name)) {
                words.addAll(words(name, values));
              }
            });
    return words;
  }

  private static List<String> words(String name, List<String> values) {
    return values.isEmpty()
        ? List.of(name)
        : values.stream().map(value -> name + "=" + value).toList();
  }
}
