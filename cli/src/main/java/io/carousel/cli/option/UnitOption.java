package io.carousel.cli.option;

import io.carousel.io.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a token is. */
public final class UnitOption {
  @Option(
      names = "--unit",
      order = -8,
      paramLabel = "UNIT",
      defaultValue = "char",
      description =
          "char, or word: what stands between white space, and <eos> for a line end."
              + " Default: ${DEFAULT-VALUE}.")
  private String unit;

  /** The choice. */
  public Vocabulary.Unit unit() {
    Map<String, Vocabulary.Unit> known = new LinkedHashMap<>();
    for (Vocabulary.Unit one : Vocabulary.Unit.values()) {
      known.put(one.label(), one);
    }
    return Choice.of("unit", unit, known);
  }
}
