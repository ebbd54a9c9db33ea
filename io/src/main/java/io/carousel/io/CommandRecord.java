package io.carousel.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a run was asked for on a command line, so that going on with it takes no second typing.
 *
 * @param command such as {@code forecast}; empty for a run of a program's own
 * @param options the values of each option, by its name with dashes; none for a flag
 */
public record CommandRecord(String command, Map<String, List<String>> options) {
  /** Of a run that no command line began. */
  public static final CommandRecord NONE = new CommandRecord("", Map.of());

  public CommandRecord {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    options.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    options = Collections.unmodifiableMap(copy);
    Objects.requireNonNull(command, "command");
  }
}
