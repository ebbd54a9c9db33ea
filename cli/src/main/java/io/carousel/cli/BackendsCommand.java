package io.carousel.cli;

import io.carousel.Backends;
import io.carousel.cli.option.OutputOptions;
import io.carousel.cli.run.MetricsJson;
import io.carousel.cli.terminal.Console;
import io.carousel.spi.Availability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the backends and says which can run here. */
@Command(
    name = "backends",
    sortOptions = false,
    description = "List the backends, the best first, and whether each can run on this machine.",
    footer = {"%nExamples:", "  carousel backends", "  carousel backends --json"})
final class BackendsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output = new OutputOptions();

  BackendsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.result(
        output.json()
            ? MetricsJson.write(Backends.found().stream().map(BackendsCommand::entry).toList())
            : Backends.report().stripTrailing());
    return ExitCode.OK;
  }

  private static Map<String, Object> entry(Backends.Found found) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", found.name());
    entry.put("preference", found.preference());
    if (found.availability() instanceof Availability.Unavailable unavailable) {
      entry.put("available", false);
      entry.put("reason", unavailable.reason());
      entry.put("remedy", unavailable.remedy());
    } else {
      entry.put("available", true);
      entry.put("description", ((Availability.Available) found.availability()).description());
    }
    return entry;
  }
}
