package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carousel.Backends;
import io.carousel.bindings.HostMemory;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.PlanCache;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging.Scalars;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thousands of training steps on hundreds of shapes take no more than the first ones did. */
class CpuSteadyStateTest {
  private static final int SHAPES = 300;

  /** How many shapes come at a time; those that the cache has thrown away come back later. */
  private static final int WINDOW = 80;

  private static final int STEPS = 2_000;
  private static final long HEAP = 256L << 20;

  /** Java bytes of looking a plan up; making one takes far more. */
  private static final long LOOKED_UP = 2_000;

  private static final int WARM_UPS = 3;
  private static final long CACHE = 40L << 20;

  /** Native memory that is none of the plans'. */
  private static final long BALLAST = 300L << 20;

  /** Fragments of the C heap, and code that the JVM compiles still. */
  private static final long SLACK = 16L << 20;

  /** Steps in which the JVM may allocate, as it does when it throws compiled code away. */
  private static final int ODD_STEPS = 20;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** Prints what the steps took. */
  static final class Child {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<PlanShape> shapes = new ArrayList<>();
    private int allocatingSteps;
    private long made;
    private long updates;

    private Child() {
      for (int i = 0; i < SHAPES; i++) {
        shapes.add(Workload.shape(1 + random.nextInt(24), 1 + random.nextInt(16), i % 2 == 1));
      }
    }

    public static void main(String[] arguments) throws IOException {
      BackendOptions options = BackendOptions.defaults().withThreads(1);
      try (HostMemory ballast = HostMemory.allocate(BALLAST);
          Backend backend = Backends.open("cpu", options);
          Workload work = new Workload(backend, 24);
          PlanCache plans = work.cache(CACHE)) {
        ballast.zero(0, BALLAST);
        new Child().run(plans);
      }
      print("left", HostMemory.totalBytes());
    }

    private void run(PlanCache plans) throws IOException {
      for (int i = 0; i < WARM_UPS; i++) {
        steps(plans);
      }
      allocatingSteps = 0;
      made = 0;
      long pointers = Pointer.totalCount();
      long resident = resident();
      steps(plans);
      print("allocatingSteps", allocatingSteps);
      print("pointers", Pointer.totalCount() - pointers);
      print("pointerBytes", Pointer.totalBytes());
      print("growth", resident() - resident);
      print("native", HostMemory.totalBytes());
      print("made", made);
    }

    private void steps(PlanCache plans) {
      for (int i = 0; i < STEPS; i++) {
        int first = i * SHAPES / STEPS;
        PlanShape shape = shapes.get((first + random.nextInt(WINDOW)) % SHAPES);
        long start = allocated();
        NetworkPlan plan = plans.get(shape, Mode.TRAINING);
        made += allocated() - start > LOOKED_UP ? 1 : 0;
        Workload.fill(plan.staging(i % 2), i);
        plan.staging(i % 2).scalars(new Scalars(1e-3, updates++, i, 1));
        long ready = allocated();
        plan.run(i % 2, null);
        plan.apply(i % 2);
        allocatingSteps += allocated() > ready ? 1 : 0;
      }
    }

    private static long allocated() {
      return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static long resident() throws IOException {
      Path file = Path.of("/proc/self/statm");
      return Files.exists(file)
          ? 4096 * Long.parseLong(Files.readString(file).split(" ", -1)[1])
          : 0;
    }

    private static void print(String key, long value) {
      System.out.println(key + "=" + value);
    }
  }

  @Test
  void thousandsOfStepsOnHundredsOfShapesTakeNoMemory() throws Exception {
    ChildJvm.Result result =
        new ChildJvm()
            .flag("-Xmx256m")
            .flag("-Xms256m")
            .flag("-XX:+AlwaysPreTouch")
            .run(Child.class);
    assertThat(result.exit()).as("%s", result.lines()).isZero();
    assertThat(result.number("allocatingSteps")).isLessThan(ODD_STEPS);
    assertThat(result.number("pointers")).as("JavaCPP pointers").isZero();
    assertThat(result.number("pointerBytes")).as("bytes that JavaCPP counts").isZero();
    assertThat(result.number("native")).as("native bytes").isGreaterThan(HEAP);
    assertThat(result.number("native")).isLessThan(BALLAST + CACHE + SLACK);
    assertThat(result.number("made")).as("plans made anew").isGreaterThan(SHAPES / 3);
    assertThat(result.number("growth")).as("growth of resident memory").isLessThan(SLACK);
    assertThat(result.number("left")).as("native bytes after the end").isZero();
  }
}
