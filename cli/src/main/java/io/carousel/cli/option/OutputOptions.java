package io.carousel.cli.option;

import picocli.CommandLine.Option;

/** What is printed. */
public final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the outcome as one JSON document on standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress and no remarks, only the outcome.")
  private boolean quiet;

  public boolean json() {
    return json;
  }

  public boolean quiet() {
    return quiet;
  }
}
