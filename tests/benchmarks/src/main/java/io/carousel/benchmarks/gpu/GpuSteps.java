package io.carousel.benchmarks.gpu;

import io.carousel.error.BackendUnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Measures all cases, prints a table and writes a file; {@code tests/benchmarks/gpu} runs it. */
public final class GpuSteps {
  private static final String GPU = "gpu";
  private static final String REFERENCE = "reference";

  private final GpuArguments given;
  private final PrintStream out;
  private final Instant start = Instant.now();

  private GpuSteps(GpuArguments given, PrintStream out) {
    this.given = given;
    this.out = out;
  }

  /**
   * Ends with 0; with 1 if the backend cannot run or a case failed or differs; with 2 if it was
   * asked wrongly.
   */
  public static void main(String[] words) {
    System.exit(run(System.out, System.err, words));
  }

  static int run(PrintStream out, PrintStream errors, String... words) {
    if (Arrays.asList(words).contains("--help")) {
      out.print(GpuArguments.HELP);
      return 0;
    }
    try {
      return new GpuSteps(GpuArguments.parse(words), out).run() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      errors.println("error: " + e.getMessage());
      return 2;
    } catch (BackendUnavailableException | IllegalStateException | IOException e) {
      errors.println("error: " + e.getMessage());
      return 1;
    }
  }

  /** Whether all cases were run and agree. */
  private boolean run() throws IOException {
    List<StepCase> cases = given.cases();
    Side own = new CarouselSide(given.backend());
    out.println(own.describe());
    TorchSide.Found torch = findTorch();
    out.println(
        torch.side().isPresent() ? torch.description() : "no PyTorch: " + torch.description());
    try (Comparison comparison = new Comparison(own, torch.side(), given.rounds())) {
      checkOnce(comparison, cases);
      List<CaseResult> results = measure(comparison, cases, own.describe(), torch.description());
      out.println(StepTable.legend(results));
      out.println("all in " + given.json());
      return results.stream().allMatch(CaseResult::agree);
    }
  }

  private static void checkOnce(Comparison comparison, List<StepCase> cases) {
    try (Side reference = new CarouselSide(REFERENCE)) {
      comparison.requireReference(
          reference, cases.stream().map(StepCase::precision).distinct().toList());
    }
  }

  private TorchSide.Found findTorch() {
    if (given.python().isEmpty()) {
      return new TorchSide.Found(Optional.empty(), "not wanted");
    }
    try {
      String device = given.backend().equals(GPU) ? "cuda" : "cpu";
      return TorchSide.meet(LineProcess.torch(given.python(), device));
    } catch (IOException e) {
      return new TorchSide.Found(Optional.empty(), e.getMessage());
    }
  }

  /** The file is written after each case: whoever is stopped keeps what there is. */
  private List<CaseResult> measure(
      Comparison comparison, List<StepCase> cases, String carousel, String torch)
      throws IOException {
    out.println(StepTable.header());
    List<CaseResult> results = new ArrayList<>();
    for (StepCase one : cases) {
      boolean late = Duration.between(start, Instant.now()).toSeconds() >= given.seconds();
      results.add(
          late
              ? CaseResult.failed(one, "not begun within " + given.seconds() + " s")
              : comparison.measure(one));
      out.println(StepTable.row(results.get(results.size() - 1)));
      out.flush();
      report(carousel, torch, results).write(given.json());
    }
    return results;
  }

  private StepReport report(String carousel, String torch, List<CaseResult> results) {
    return new StepReport(
        start.truncatedTo(ChronoUnit.SECONDS).toString(),
        carousel,
        torch,
        given.rounds().rounds(),
        given.rounds().turnMillis(),
        results);
  }
}
