package io.carousel.cli.option;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command as data, for the record of a run. */
public final class OptionRecord {
  private OptionRecord() {}

  /** Every option that is in force, by name without dashes. */
  public static Map<String, Object> of(CommandSpec command) {
    Map<String, Object> options = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      Object value = option.getValue();
      if (value != null && !option.usageHelp() && !option.versionHelp()) {
        options.put(option.longestName().substring(2), plain(value));
      }
    }
    return options;
  }

  private static Object plain(Object value) {
    if (value instanceof Path path) {
      return path.toString();
    }
    return value instanceof Collection<?> list
        ? list.stream().map(OptionRecord::plain).toList()
        : value;
  }
}
