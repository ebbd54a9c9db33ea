package io.carousel.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The driver: measures all shapes, prints a table and writes a file. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description =
        "The same training step and the same inference in Carousel, libtorch and ONNX Runtime.")
final class Peers implements Callable<Integer> {
  private static final String SHAPES =
      "48,32,8,32;100,32,64,128;100,64,128,256;35,20,200,200;50,128,512,512;25,64,512,512;"
          + "25,16,1024,1024;100,1,64,128";

  private static final int PROFILED_MILLIS = 150;
  private static final int MOST_PROFILED = 500;
  private static final int STRETCHES = 12;

  @Option(
      names = "--shapes",
      defaultValue = SHAPES,
      paramLabel = "T,N,I,H;...",
      description = "Time steps, sequences, input width, hidden width (default: ${DEFAULT-VALUE}).")
  private String shapes;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "Threads of every peer (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "How often every peer has its turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--statistic",
      defaultValue = "MEDIAN",
      description = "What many times become: ${COMPLETION-CANDIDATES} (default: median).")
  private Statistic statistic;

  @Option(
      names = "--out",
      defaultValue = "peers.json",
      description = "The file of results (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--profile",
      description = "Only say where Carousel's step time goes; no peers, no file.")
  private boolean profile;

  /** Runs; see {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Peers())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Peers::explain);
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult result) {
    line.getErr().println(line.getColorScheme().errorText(String.valueOf(e.getMessage())));
    return line.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public Integer call() throws IOException {
    requirePositive(threads, "threads");
    requirePositive(rounds, "rounds");
    List<Shape> list = Shape.parseAll(shapes);
    Machine machine = Machine.here();
    System.out.println(
        machine.processor() + ", " + machine.cores() + " cores, " + threads + " used");
    if (!machine.warning().isEmpty()) {
      System.out.println(machine.warning());
    }
    if (profile) {
      profile(list);
    } else {
      compare(machine, list);
    }
    return 0;
  }

  private static void requirePositive(int value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, " + name + "=" + value);
    }
  }

  private void compare(Machine machine, List<Shape> list) throws IOException {
    try (Contest contest = new Contest(threads, rounds, statistic)) {
      List<Times> times = new ArrayList<>();
      for (Shape shape : list) {
        System.err.println("measuring " + shape);
        times.add(contest.run(shape));
      }
      List<ShapeResult> results =
          times.stream().map(one -> ShapeResult.of(one, contest.peakGflops())).toList();
      System.out.println(Report.header());
      results.forEach(result -> System.out.println(Report.row(result)));
      contest.descriptions().forEach((name, text) -> System.out.println(name + ": " + text));
      Report.of(machine, threads, rounds, statistic, contest.descriptions(), results).write(out);
    }
    System.out.println("all in " + out);
  }

  private void profile(List<Shape> list) {
    try (WorkerProcess worker = WorkerProcess.start(PeerKind.CAROUSEL, threads)) {
      System.out.println(ProfileTable.header());
      for (Shape shape : list) {
        String description = worker.load(shape, threads);
        StepProfile parts = profile(worker);
        System.out.println(ProfileTable.row(shape, parts) + "  " + description);
      }
    }
  }

  /** The least disturbed of some stretches of steps. */
  private static StepProfile profile(WorkerProcess worker) {
    double once = Statistic.MEDIAN.of(worker.ask("train", 5));
    int steps = (int) Math.max(3, Math.min(MOST_PROFILED, PROFILED_MILLIS / once));
    StepProfile best = null;
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      double[] p = worker.ask("profile", steps);
      StepProfile next = new StepProfile(p[0], p[1], p[2], p[3], p[4]);
      best = best == null || next.total() < best.total() ? next : best;
    }
    return best;
  }
}
