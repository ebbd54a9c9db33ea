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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of training steps on hundreds of shapes take no more than the first ones did: a step,
 * which is finding the plan, running it and updating, allocates nothing in Java and nothing of the
 * backend's memory, makes no pointer that JavaCPP counts, and resident memory stays where it is; in
 * a process that has more native memory than Java heap, for which JavaCPP's own would refuse.
 */
class CpuSteadyStateTest {
  private static final int SHAPES = 300;

  /** How many shapes come at a time; those that the cache has thrown away come back later. */
  private static final int WINDOW = 80;

  private static final int STEPS = 2_000;
  private static final long HEAP = 256L << 20;
  private static final int WARM_UPS = 2;

  /**
   * How many phases of {@link #STEPS} there are until one has no step at all that allocates in
   * Java. More than one, for the JVM allocates where it throws compiled code away.
   */
  private static final int PHASES = 8;

  private static final long CACHE = 12L << 20;

  /** Native memory that is none of the plans'. */
  private static final long BALLAST = 300L << 20;

  /** Fragments of the C heap, and code that the JVM compiles still. */
  private static final long SLACK = 16L << 20;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** Prints what the steps took. */
  static final class Child {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<PlanShape> shapes = new ArrayList<>();
    private final NetworkPlan[] plans = new NetworkPlan[SHAPES];
    private long updates;
    private long javaBytes;
    private long nativeBytes;
    private int planned;
    private int found;

    private Child() {
      Set<PlanShape> distinct = new LinkedHashSet<>();
      for (int i = 0; distinct.size() < SHAPES; i++) {
        distinct.add(Workload.shape(1 + random.nextInt(24), 1 + random.nextInt(16), i % 2 == 1));
      }
      shapes.addAll(distinct);
    }

    public static void main(String[] arguments) throws IOException {
      BackendOptions options = BackendOptions.defaults().withThreads(1);
      try (HostMemory ballast = HostMemory.allocate(BALLAST);
          Backend backend = Backends.open("cpu", options);
          Workload work = new Workload(backend, 24);
          PlanCache cache = work.cache(CACHE)) {
        ballast.zero(0, BALLAST);
        new Child().run(cache);
      }
      print("left", HostMemory.totalBytes());
    }

    private void run(PlanCache cache) throws IOException {
      for (int i = 0; i < WARM_UPS; i++) {
        phase(cache);
      }
      long pointers = Pointer.totalCount();
      long resident = resident();
      for (int i = 0; i == 0 || (javaBytes > 0 && i < PHASES); i++) {
        phase(cache);
      }
      print("javaBytes", javaBytes);
      print("nativeBytes", nativeBytes);
      print("pointers", Pointer.totalCount() - pointers);
      print("pointerBytes", Pointer.totalBytes());
      print("growth", resident() - resident);
      print("native", HostMemory.totalBytes());
      print("planned", planned);
      print("found", found);
    }

    private void phase(PlanCache cache) {
      javaBytes = 0;
      planned = 0;
      found = 0;
      for (int i = 0; i < STEPS; i++) {
        int shape = (i * SHAPES / STEPS + random.nextInt(WINDOW)) % SHAPES;
        long looked = allocated();
        NetworkPlan plan = cache.get(shapes.get(shape), Mode.TRAINING);
        looked = allocated() - looked;
        if (plan == plans[shape]) {
          found++;
          javaBytes += looked;
        } else {
          planned++;
          plans[shape] = plan;
        }
        step(plan, i);
      }
    }

    private void step(NetworkPlan plan, int number) {
      int slot = number % 2;
      Workload.fill(plan.staging(slot), number);
      plan.staging(slot).scalars(new Scalars(1e-3, updates++, number, 1));
      long ownBefore = HostMemory.totalBytes();
      long before = allocated();
      plan.run(slot, null);
      plan.apply(slot);
      javaBytes += allocated() - before;
      nativeBytes += Math.abs(HostMemory.totalBytes() - ownBefore);
    }

    private static long allocated() {
      return THREADS.getCurrentThreadAllocatedBytes();
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

  /** Full lengths on oneDNN's primitive or on packed rows; ragged ones are packed always. */
  @ParameterizedTest
  @ValueSource(strings = {"primitive", "packed"})
  void thousandsOfStepsOnHundredsOfShapesTakeNoMemory(String implementation) throws Exception {
    ChildJvm.Result result =
        new ChildJvm()
            .flag("-Xmx256m")
            .flag("-Xms256m")
            .flag("-XX:+AlwaysPreTouch")
            .flag("-D" + CpuRecurrent.PROPERTY + "=" + implementation)
            .run(Child.class);
    assertThat(result.exit()).as("%s", result.lines()).isZero();
    assertThat(result.number("javaBytes")).as("allocated by steps: %s", result.lines()).isZero();
    assertThat(result.number("nativeBytes")).as("native bytes allocated by steps").isZero();
    assertThat(result.number("pointers")).as("JavaCPP pointers").isZero();
    assertThat(result.number("pointerBytes")).as("bytes that JavaCPP counts").isZero();
    assertThat(result.number("native")).as("native bytes").isGreaterThan(HEAP);
    assertThat(result.number("native")).isLessThan(BALLAST + CACHE + SLACK);
    assertThat(result.number("planned")).as("plans made anew").isGreaterThan(SHAPES / 3);
    assertThat(result.number("found")).as("plans found").isGreaterThan(STEPS / 4);
    assertThat(result.number("growth")).as("growth of resident memory").isLessThan(SLACK);
    assertThat(result.number("left")).as("native bytes after the end").isZero();
  }
}
