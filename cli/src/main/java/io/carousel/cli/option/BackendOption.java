package io.carousel.cli.option;

import io.carousel.Backends;
import io.carousel.cli.terminal.Console;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import picocli.CommandLine.Option;

/** Which backend does the work, and how. */
public final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "${sys:carousel.backend:-auto}",
      description =
          "auto (the best available), or one of those that carousel backends lists."
              + " Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads of the backend; 0 leaves it to the backend. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--memory-limit",
      paramLabel = "SIZE",
      description =
          "The most memory that the backend may take for parameters, states and plans, such as 512M"
              + " or 2G. Default: half of the Java heap (reference); what a container leaves beside"
              + " the heap, if it has a limit (cpu); none (gpu).")
  private String memoryLimit;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Which GPU, counted from 0, where there are several. Default: ${DEFAULT-VALUE}.")
  private int device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "strict",
      description =
          "How matrix products are computed: strict (float32), tf32, fp16 or bf16. Weights are"
              + " float32 always. Only a GPU has more than strict. Default: ${DEFAULT-VALUE}.")
  private String precision;

  /** How matrix products are computed, checked. */
  public Precision precision() {
    return Precision.parse(precision);
  }

  /** Opens the backend and says which it is. The caller closes it. */
  public Backend open(Console console) {
    Backend opened = Backends.open(backend, options());
    if (!backend.equals(Backends.AUTO)) { // auto says it itself, with the reasons
      console.note("running on " + opened.describe());
    }
    return opened;
  }

  private BackendOptions options() {
    BackendOptions options = BackendOptions.defaults().withThreads(threads).withDevice(device);
    return memoryLimit == null
        ? options
        : options.withMemoryLimit(MemorySize.parse("--memory-limit", memoryLimit));
  }
}
