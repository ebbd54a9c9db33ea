package io.carousel.cli.option;

import io.carousel.internal.Require;
import io.carousel.model.Pooling;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the outputs of all steps become one. */
public final class PoolingOption {
  @Option(
      names = "--pool",
      order = -5,
      paramLabel = "HOW",
      description =
          "How the steps of a sequence become one output: last, mean or max."
              + " Default: last, or mean with --bidirectional.")
  private String pool;

  /** The choice, or what suits the network. */
  public Pooling pooling(boolean perStep, boolean bidirectional) {
    Require.that(
        !perStep || pool == null,
        "pool needs one label per sequence, pool=" + pool + ", perStep=true");
    if (pool == null) {
      return bidirectional ? Pooling.MEAN : Pooling.LAST;
    }
    Map<String, Pooling> known = new LinkedHashMap<>();
    known.put("last", Pooling.LAST);
    known.put("mean", Pooling.MEAN);
    known.put("max", Pooling.MAX);
    return Choice.of("pool", pool, known);
  }
}
