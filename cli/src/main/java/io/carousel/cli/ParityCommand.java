package io.carousel.cli;

import io.carousel.Backends;
import io.carousel.cli.option.OutputOptions;
import io.carousel.cli.run.MetricsJson;
import io.carousel.cli.terminal.Console;
import io.carousel.parity.Comparison;
import io.carousel.parity.ParityReport;
import io.carousel.parity.ParitySuite;
import io.carousel.parity.Tolerance;
import io.carousel.spi.Availability;
import io.carousel.spi.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a backend with the reference on the user's own machine. */
@Command(
    name = "parity",
    sortOptions = false,
    description = {
      "Compare a backend with the reference on this machine.",
      "Outputs, states, gradients, losses, updates, trajectories and messages are compared."
          + " Exit code 1 if anything disagrees."
    },
    footer = {
      "%nExamples:",
      "  carousel parity",
      "  carousel parity --backend cpu --rows 40",
      "  carousel parity --backend gpu --precision bf16"
    })
final class ParityCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The backend to compare. Default: every available one but the reference.")
  private String backend;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "strict",
      description =
          "strict, tf32, fp16 or bf16; each has a tolerance of its own, which is printed."
              + " Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Which GPU, counted from 0, where there are several. Default: ${DEFAULT-VALUE}.")
  private int device;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many comparisons that agree are listed, the worst first. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Mixin private OutputOptions output = new OutputOptions();

  ParityCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Precision arithmetic = Precision.parse(precision);
    List<String> names = backend == null ? others() : List.of(backend);
    if (names.isEmpty()) {
      console.note("there is nothing to compare:");
      console.note(Backends.report().stripTrailing());
      return ExitCode.OK;
    }
    boolean agrees = true;
    for (String name : names) {
      console.note("comparing " + name + " with the reference in " + arithmetic.label());
      ParityReport report = ParitySuite.run(name, arithmetic, device);
      console.result(output.json() ? json(report) : report.table(rows).stripTrailing());
      agrees &= report.agrees();
    }
    return agrees ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<String> others() {
    return Backends.found().stream()
        .filter(f -> f.availability() instanceof Availability.Available)
        .map(Backends.Found::name)
        .filter(name -> !name.equals(ParitySuite.REFERENCE))
        .toList();
  }

  private static String json(ParityReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("precision", report.precision().label());
    json.put("tolerance", Tolerance.describe(report.precision()));
    json.put("agrees", report.agrees());
    json.put("comparisons", report.comparisons().stream().map(ParityCommand::entry).toList());
    json.put("refused", report.refusals().stream().map(r -> r.refusal()).toList());
    return MetricsJson.write(json);
  }

  private static Map<String, Object> entry(Comparison comparison) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("case", comparison.subject());
    entry.put("tensor", comparison.tensor());
    entry.put("shape", comparison.shape());
    entry.put("error", comparison.error());
    entry.put("tolerance", comparison.tolerance());
    entry.put("agrees", comparison.agrees());
    return entry;
  }
}
