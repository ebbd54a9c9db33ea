package io.carousel.benchmarks.gpu;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table for people: milliseconds of a step, and PyTorch's over Carousel's. */
final class StepTable {
  /** PyTorch's ways, in the order of the columns. */
  private static final String[] WAYS = {"eager", "fused", "graph", "resident"};

  private StepTable() {}

  /** The lines above the rows. */
  static String header() {
    String ways = String.join("", Arrays.stream(WAYS).map(way -> cell(way)).toList());
    String first =
        String.format(
            "%-18s %-6s %-16s |%9s%9s |%s", "", "", "", "Carousel", "", " PyTorch, median ms");
    String second =
        String.format(
            "%-18s %-6s %-16s |%9s%9s |%s |%9s%9s",
            "T,N,I,H", "", "part", "median", "least", ways, "eager/", "best/");
    return first + System.lineSeparator() + second;
  }

  private static String cell(String text) {
    return String.format("%9s", text);
  }

  private static String cell(Double value) {
    return value == null ? cell("-") : String.format(Locale.ROOT, "%9.3f", value);
  }

  /** One case. */
  static String row(CaseResult result) {
    String start =
        String.format("%-18s %-6s %-16s |", result.shape(), result.precision(), result.part());
    if (result.failure() != null) {
      return start + " " + result.failure();
    }
    Timing own = result.milliseconds().get(CarouselSide.NAME);
    StringBuilder line = new StringBuilder(start);
    line.append(cell(own.median())).append(cell(own.minimum())).append(" |");
    for (String way : WAYS) {
      Timing timing = result.milliseconds().get(way);
      line.append(cell(timing == null ? null : timing.median()));
    }
    Map<String, Double> ratios = result.torchOverCarousel();
    line.append(" |").append(cell(ratios.get("eager"))).append(cell(best(ratios)));
    return line.append(result.agree() ? "" : "  RESULTS DIFFER").toString();
  }

  /** Against the fastest that does the same work: what is resident copies nothing. */
  private static Double best(Map<String, Double> ratios) {
    return Arrays.stream(WAYS)
        .filter(way -> !way.equals("resident"))
        .map(ratios::get)
        .filter(Objects::nonNull)
        .min(Double::compare)
        .orElse(null);
  }

  /** What the columns mean, for the end. */
  static String legend(Collection<CaseResult> results) {
    boolean torch = results.stream().anyMatch(result -> !result.torchOverCarousel().isEmpty());
    return torch
        ? "eager: Adam as it is; fused: Adam(fused=True); graph: the whole step as a CUDA graph;"
            + " resident: nothing is copied to the device. The last columns are PyTorch's time over"
            + " Carousel's: above 1, Carousel is faster."
        : "PyTorch was not measured.";
  }
}
