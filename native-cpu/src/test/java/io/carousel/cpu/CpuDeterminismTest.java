package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.Backends;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Staging.Scalars;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits run after run for the same number of threads. */
class CpuDeterminismTest {
  private static final int UPDATES = 10;

  /** Large enough for oneDNN and our kernels to share the work among threads. */
  private static final int HIDDEN = 128;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** Prints a digest of the weights after some updates. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      int threads = Integer.parseInt(arguments[0]);
      boolean ragged = Boolean.parseBoolean(arguments[1]);
      double[] weights = train(threads, ragged);
      System.out.println("digest=" + Arrays.hashCode(weights));
      System.out.println("last=" + weights[weights.length - 1]);
    }
  }

  private static double[] train(int threads, boolean ragged) {
    BackendOptions options = BackendOptions.defaults().withThreads(threads);
    try (Backend backend = Backends.open("cpu", options);
        Workload work = new Workload(backend, HIDDEN);
        NetworkPlan plan = work.plan(12, 16, ragged, Mode.TRAINING)) {
      for (int update = 0; update < UPDATES; update++) {
        Workload.fill(plan.staging(0), update);
        plan.staging(0).scalars(new Scalars(1e-3, update, update, 1));
        plan.run(0, null);
        plan.apply(0);
      }
      return work.parameters.read(Parameters.Block.WEIGHTS);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyRunHasTheSameBitsAtOneTwoAndFourThreads(boolean ragged) {
    double[] one = train(1, ragged);
    for (int threads : new int[] {1, 2, 4}) {
      double[] first = train(threads, ragged);
      assertThat(train(threads, ragged)).as("%s threads", threads).isEqualTo(first);
      assertThat(first).as("%s threads against one", threads).isNotNull();
      // Adam's updates are as large where gradients are tiny, so single weights may differ more.
      assertThat(distance(first, one)).isCloseTo(0, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyProcessHasTheSameBits(int threads) throws Exception {
    String count = Integer.toString(threads);
    ChildJvm.Result first = new ChildJvm().run(Child.class, count, "false");
    ChildJvm.Result second = new ChildJvm().run(Child.class, count, "false");
    assertThat(first.exit()).as("%s", first.lines()).isZero();
    assertThat(second.lines()).isEqualTo(first.lines()).hasSize(2);
  }

  /** Of two vectors, relative to the second. */
  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }
}
