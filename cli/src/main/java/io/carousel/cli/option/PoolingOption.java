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
          "How the steps of a sequence become one output: finalState (what each direction has"
              + " when it has read all), lastPosition, mean or max. Default: finalState.")
  private String pool;

  /** The choice, or what suits the network. */
  public Pooling pooling(boolean perStep) {
    Require.that(
        !perStep || pool == null,
        "pool needs one label per sequence, pool=" + pool + ", perStep=true");
    if (pool == null) {
      return Pooling.FINAL_STATE;
    }
    Map<String, Pooling> known = new LinkedHashMap<>();
    for (Pooling pooling : Pooling.values()) {
      known.put(pooling.label(), pooling);
    }

    return Choice.of("pool", pool, known);
  }
}
