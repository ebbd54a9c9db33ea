package io.carousel.cli.option;

import io.carousel.cli.run.RunSettings;
import io.carousel.internal.Require;
import io.carousel.spi.Precision;
import io.carousel.train.StopRule;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a run lasts, and in which steps it goes. */
public final class RunOptions {
  @Mixin private UpdateOptions update = new UpdateOptions();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Sequences per batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description = "Batches per update. Default: ${DEFAULT-VALUE}.")
  private int accumulate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Passes over the training data. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Stop after this many epochs without a lower validation loss; 0 for never."
              + " Default: ${DEFAULT-VALUE}.")
  private int patience;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Updates between checkpoints, beside the one at the end of each epoch; 0 for none."
              + " Default: ${DEFAULT-VALUE}.")
  private int checkpointEvery;

  @Option(
      names = "--resume",
      description =
          "Go on from checkpoint.safetensors in the folder of --out. It knows the options of the"
              + " run; type those that shall differ, such as more --epochs or another --backend.")
  private boolean resume;

  @Option(
      names = "--restretch",
      description =
          "With --resume: let the rest of the run follow another schedule than it began with, such"
              + " as a cosine over more epochs.")
  private boolean restretch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** Sequences per batch. */
  public int batch() {
    return Require.positive(batch, "batch");
  }

  /** Of all random numbers. */
  public long seed() {
    return seed;
  }

  /** All of it, checked; the precision is {@link BackendOption}'s. */
  public RunSettings settings(Precision precision) {
    Require.that(
        resume || !restretch, "restretch needs a run to go on from, restretch=true; add --resume");
    return new RunSettings(
        update.chain(),
        update.schedule(epochs),
        batch(),
        Require.positive(accumulate, "accumulate"),
        StopRule.epochs(epochs).orPatience(patience),
        seed,
        Require.notNegative(checkpointEvery, "checkpointEvery"),
        resume,
        restretch,
        precision);
  }
}
