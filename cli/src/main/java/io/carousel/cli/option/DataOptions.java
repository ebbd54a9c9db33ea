package io.carousel.cli.option;

import io.carousel.cli.task.Shares;
import io.carousel.cli.task.Sources;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data of a training run come from. */
public final class DataOptions {
  @Option(
      names = "--data",
      order = -9,
      required = true,
      paramLabel = "FILE",
      description = "What to learn from.")
  private Path data;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description =
          "Data to choose the best epoch by; their share of --split then goes to training.")
  private Path validation;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Data to measure the outcome on; their share of --split then goes to training.")
  private Path test;

  @Option(
      names = "--split",
      paramLabel = "A,B,C",
      defaultValue = "0.8,0.1,0.1",
      description = "Shares of training, validation and test. Default: ${DEFAULT-VALUE}.")
  private String split;

  /** The files and the shares, checked. */
  public Sources sources() {
    return new Sources(data, validation, test, Shares.parse(split));
  }
}
