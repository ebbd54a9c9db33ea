package io.carousel.cli.option;

import io.carousel.io.Missing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the columns of a csv file are read. */
public final class TableOptions {
  @Option(
      names = "--features",
      order = -4,
      split = ",",
      paramLabel = "COL",
      description =
          "The columns that the network reads. Default: all but those that other options name"
              + " as time, id or label.")
  private List<String> features;

  @Option(
      names = "--categorical",
      order = -4,
      split = ",",
      paramLabel = "COL",
      description = "Features that hold categories; each becomes one 0/1 input per category.")
  private List<String> categorical = List.of();

  @Option(
      names = "--missing",
      order = -4,
      paramLabel = "WHAT",
      defaultValue = "error",
      description =
          "What to do about cells that are empty or NA: error, drop (the row) or forward-fill."
              + " Default: ${DEFAULT-VALUE}.")
  private String missing;

  /** The named features, or null for the default. */
  public List<String> features() {
    return features;
  }

  public List<String> categorical() {
    return categorical;
  }

  /** What is done about missing cells. */
  public Missing missing() {
    Map<String, Missing> known = new LinkedHashMap<>();
    for (Missing one : Missing.values()) {
      known.put(one.label(), one);
    }
    return Choice.of("missing", missing, known);
  }
}
