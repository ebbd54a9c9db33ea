package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.data.Sequence;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Threads that call the backend at the same time. Each test is a process: a crash fails it. */
class CpuThreadsTest {
  private static final int CALLERS = 64;
  private static final int RUNS = 300;
  private static final int MANY_RUNS = 20_000;

  /** So many that full lengths run on oneDNN's primitive. */
  private static final int SEQUENCES = 32;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  private static ChildJvm.Result run(String scenario) throws Exception {
    ChildJvm.Result result = new ChildJvm().run(Child.class, scenario);
    assertThat(result.exit()).as("%s", result.lines()).isZero();
    return result;
  }

  /** What the processes run. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (Backend backend = Backends.named("cpu")) {
        switch (arguments[0]) {
          case "two plans" -> twoPlans(backend);
          case "one plan" -> onePlan(backend);
          case "callers" -> callers(backend);
          default -> throw new IllegalArgumentException(arguments[0]);
        }
      }
    }

    /** A full and a ragged plan, each on a thread of its own, against what they say alone. */
    private static void twoPlans(Backend backend) throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try (Workload work = new Workload(backend, 64);
          NetworkPlan full = work.plan(20, SEQUENCES, false, Mode.INSPECTION);
          NetworkPlan ragged = work.plan(20, SEQUENCES, true, Mode.INFERENCE)) {
        List<Callable<Integer>> both = List.of(wrongRuns(full, 1), wrongRuns(ragged, 2));
        int wrong = 0;
        for (Future<Integer> future : pool.invokeAll(both)) {
          wrong += future.get();
        }
        System.out.println("wrong=" + wrong);
      } finally {
        pool.shutdown();
      }
    }

    private static Callable<Integer> wrongRuns(NetworkPlan plan, long seed) {
      Workload.fill(plan.staging(0), seed);
      plan.run(0, null);
      float[] alone = Workload.output(plan);
      return () -> {
        int wrong = 0;
        for (int run = 0; run < RUNS; run++) {
          plan.run(0, null);
          wrong += Arrays.equals(alone, Workload.output(plan)) ? 0 : 1;
        }
        return wrong;
      };
    }

    /** Two threads on one plan: some runs are refused, and those that are not are right. */
    private static void onePlan(Backend backend) throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try (Workload work = new Workload(backend, 64);
          NetworkPlan plan = work.plan(20, SEQUENCES, false, Mode.INFERENCE)) {
        Workload.fill(plan.staging(0), 1);
        plan.run(0, null);
        float[] alone = Workload.output(plan);
        AtomicReference<String> refusal = new AtomicReference<>();
        Callable<Void> caller = () -> runUntilRefused(plan, refusal);
        for (Future<Void> future : pool.invokeAll(List.of(caller, caller))) {
          future.get();
        }
        System.out.println("refusal=" + refusal);
        System.out.println("right=" + Arrays.equals(alone, Workload.output(plan)));
      } finally {
        pool.shutdown();
      }
    }

    private static Void runUntilRefused(NetworkPlan plan, AtomicReference<String> refusal) {
      for (int run = 0; run < RUNS || (run < MANY_RUNS && refusal.get() == null); run++) {
        try {
          plan.run(0, null);
        } catch (IllegalStateException e) {
          refusal.set(e.getMessage());
        }
      }
      return null;
    }

    /** Callers that stay alive until all have predicted, then the threads of the process. */
    private static void callers(Backend backend) throws Exception {
      NetworkSpec network = NetworkSpec.input(64).lstm(64).finalState().dense(1);
      Model model = Model.fresh(network, 1);
      Sequence sequence = Sequence.of(new float[100][64]);
      CountDownLatch predicted = new CountDownLatch(CALLERS);
      CountDownLatch counted = new CountDownLatch(1);
      int before = tasks();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        threads.add(new Thread(() -> predict(model, backend, sequence, predicted, counted)));
      }
      threads.forEach(Thread::start);
      predicted.await();
      System.out.println("more=" + (tasks() - before));
      counted.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println("afterwards=" + (tasks() - before));
    }

    private static void predict(
        Model model,
        Backend backend,
        Sequence sequence,
        CountDownLatch predicted,
        CountDownLatch counted) {
      try (Predictor predictor = model.predictor(backend)) {
        predictor.predict(sequence);
        predicted.countDown();
        counted.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** The operating system's threads of this process, 0 where it does not tell. */
    private static int tasks() throws IOException {
      Path folder = Path.of("/proc/self/task");
      if (!Files.isDirectory(folder)) {
        return 0;
      }
      try (Stream<Path> all = Files.list(folder)) {
        return (int) all.count();
      }
    }
  }

  @Test
  void twoPlansOnOneBackendAreRightInTwoThreads() throws Exception {
    assertThat(run("two plans").lines()).containsExactly("wrong=0");
  }

  @Test
  void aPlanInTwoThreadsIsRefusedAndNotCorrupted() throws Exception {
    assertThat(run("one plan").lines())
        .containsExactly(
            "refusal=a plan must be used by one thread at a time, but another is running it;"
                + " give each thread a plan of its own",
            "right=true");
  }

  /** libgomp keeps a team for every calling thread that ever used more than one thread. */
  @Test
  void sixtyFourCallersHaveNoTeamsOfTheirOwn(TestReporter reporter) throws Exception {
    ChildJvm.Result result = run("callers");
    reporter.publishEntry("threads more with 64 callers", result.value("more"));
    assertThat(result.number("more")).isLessThan(CALLERS + CALLERS / 2);
  }
}
