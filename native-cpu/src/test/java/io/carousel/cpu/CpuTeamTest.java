package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.Backends;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Training is right whatever OpenMP is told by the environment, and whoever gets fewer threads than
 * asked for hears of it. Each test is a process, since OpenMP reads its variables once.
 */
class CpuTeamTest {
  private static final String FEWER = "cpu uses fewer threads than asked for, ";

  /** Wide enough that all products are shared, which a part that was left out shows in. */
  private static final int HIDDEN = 128;

  private static final int STEPS = 5;
  private static final int SEQUENCES = 64;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** What the processes run. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "train" -> train(Integer.parseInt(arguments[1]));
        case "begin" -> begin(Integer.parseInt(arguments[1]));
        case "team" -> team(Integer.parseInt(arguments[1]));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }

    /** Two updates on full lengths and two on ragged ones, against the reference. */
    private static void train(int threads) {
      BackendOptions options = BackendOptions.defaults().withThreads(threads);
      try (Backend cpu = Backends.open("cpu", options);
          Backend reference = Backends.named("reference")) {
        System.out.println("cores=" + Runtime.getRuntime().availableProcessors());
        System.out.println("threads=" + cpu.describe().replaceAll(".*, ", ""));
        double[] right = trained(reference);
        double[] found = trained(cpu);
        double worst = 0;
        for (int i = 0; i < right.length; i++) {
          worst = Math.max(worst, Math.abs(right[i] - found[i]));
        }
        System.out.println("close=" + (worst < 1e-4 ? "yes" : "no, difference=" + worst));
      }
    }

    /** The mean loss, then all weights. */
    private static double[] trained(Backend backend) {
      try (Workload work = new Workload(backend, HIDDEN)) {
        for (boolean ragged : new boolean[] {false, true}) {
          try (NetworkPlan plan = work.plan(STEPS, SEQUENCES, ragged, Mode.TRAINING)) {
            for (int update = 0; update < 2; update++) {
              Workload.fill(plan.staging(0), update);
              plan.run(0, null);
              plan.apply(0);
            }
          }
        }
        double[] weights = work.parameters.read(Block.WEIGHTS);
        double[] numbers = Arrays.copyOf(weights, weights.length + 1);
        numbers[weights.length] = work.parameters.sums().meanLoss();
        return numbers;
      }
    }

    private static void begin(int threads) {
      CpuKernels.load();
      try {
        CpuTeam.begin(threads);
        System.out.println("begun=" + threads);
      } catch (IllegalStateException e) {
        System.out.println("refused=" + e.getMessage());
      }
    }

    /** Threads that a team has, whose calling thread has a quarter of the usual stack. */
    private static void team(int threads) throws InterruptedException {
      CpuKernels.load();
      Runnable count = () -> System.out.println("team=" + CpuKernels.team(threads));
      Thread thread = new Thread(null, count, "small", 256 << 10);
      thread.start();
      thread.join();
    }
  }

  private static ChildJvm.Result run(ChildJvm child, String... arguments) throws Exception {
    // On a busy machine threads that spin would wait for those that cannot run.
    child.variable("OMP_WAIT_POLICY", "passive");
    ChildJvm.Result result = child.run(Child.class, arguments);
    assertThat(result.exit()).as("%s", result.lines()).isZero();
    return result;
  }

  private static void assertRight(ChildJvm.Result result, String threads, String said) {
    assertThat(result.value("close")).isEqualTo("yes");
    assertThat(result.value("threads")).isEqualTo(threads);
    List<String> warnings =
        result.lines().stream()
            .filter(line -> line.contains(FEWER))
            .map(line -> line.substring(line.indexOf(FEWER) + FEWER.length()))
            .toList();
    assertThat(warnings).isEqualTo(said == null ? List.of() : List.of(said));
  }

  @ParameterizedTest
  @CsvSource({
    "OMP_THREAD_LIMIT,      1,    2, 1 thread,  'asked=2, given=1, reason: OMP_THREAD_LIMIT=1'",
    "OMP_THREAD_LIMIT,      2,    3, 2 threads, 'asked=3, given=2, reason: OMP_THREAD_LIMIT=2'",
    "OMP_MAX_ACTIVE_LEVELS, 0,    2, 1 thread,  'asked=2, given=1, reason: OMP_MAX_ACTIVE_LEVELS=0'",
    "OMP_NUM_THREADS,       1,    2, 2 threads,",
    "OMP_NUM_THREADS,       8,    2, 2 threads,",
    "OMP_THREAD_LIMIT,      1,    1, 1 thread,"
  })
  void trainingIsRightUnder(String name, String value, String asked, String threads, String said)
      throws Exception {
    assertRight(run(new ChildJvm().variable(name, value), "train", asked), threads, said);
  }

  /** Then OpenMP would give no more threads than cores, and fewer still on a busy machine. */
  @Test
  void dynamicAdjustmentIsSwitchedOff() throws Exception {
    int asked = Runtime.getRuntime().availableProcessors() + 2;
    ChildJvm child = new ChildJvm().variable("OMP_DYNAMIC", "true");
    assertRight(run(child, "train", "" + asked), asked + " threads", null);
  }

  @ParameterizedTest
  @CsvSource({"0, 1 thread", "2, 2 threads"})
  void trainingIsRightOnOneCore(String asked, String threads) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "there is no taskset");
    ChildJvm.Result result = run(new ChildJvm().under("taskset", "-c", "0"), "train", asked);
    assertThat(result.number("cores")).isEqualTo(1);
    assertRight(result, threads, null);
  }

  /** What a container's limit on processor time is to a process. */
  @Test
  void trainingIsRightInAControlGroupWithHalfACore() throws Exception {
    Path all = Path.of("/sys/fs/cgroup");
    boolean second = Files.exists(all.resolve("cgroup.controllers"));
    String name = "carousel-team-test-" + ProcessHandle.current().pid();
    Path group = second ? all.resolve(name) : all.resolve("cpu").resolve(name);
    String limit = second ? "echo 50000 100000 >D/cpu.max" : "echo 50000 >D/cpu.cfs_quota_us";
    String enter = "mkdir D && " + limit + " && echo $$ >D/cgroup.procs && exec \"$@\"";
    String[] script = {"sh", "-c", enter.replace("D", group.toString()), "sh"};
    try {
      ProcessBuilder trial = new ProcessBuilder(new ArrayList<>(List.of(script)));
      trial.command().add("true");
      boolean permitted = trial.start().waitFor() == 0;
      Files.deleteIfExists(group);
      assumeTrue(permitted, "this user cannot make a control group with a limit");
      ChildJvm.Result result = run(new ChildJvm().under(script), "train", "0");
      assertThat(result.number("cores")).isEqualTo(1);
      assertRight(result, "1 thread", null);
    } finally {
      Files.deleteIfExists(group);
    }
  }

  @Test
  void aRunThatWouldGetFewerThreadsThanItsPlanIsRefused() throws Exception {
    ChildJvm child = new ChildJvm().variable("OMP_THREAD_LIMIT", "2");
    assertThat(run(child, "begin", "3").lines())
        .containsExactly(
            "refused=the cpu backend must have as many threads as it planned with, asked=3, given=2,"
                + " reason: OMP_THREAD_LIMIT=2; call it outside of parallel regions of OpenMP, or"
                + " open the backend with threads=1");
    assertThat(run(child, "begin", "2").lines()).containsExactly("begun=2");
  }

  @Test
  void asManyThreadsAsCanBeAskedForDoNotEndTheProcess() throws Exception {
    int most = BackendOptions.MAX_THREADS;
    assertThat(run(new ChildJvm(), "team", "" + most).lines()).containsExactly("team=" + most);
  }
}
