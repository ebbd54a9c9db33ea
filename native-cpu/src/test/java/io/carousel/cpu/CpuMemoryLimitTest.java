package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.bindings.HostMemory;
import io.carousel.error.MemoryLimitException;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does not fit is refused as a whole, to the byte, and leaves nothing behind. */
class CpuMemoryLimitTest {
  private static final int HIDDEN = 64;
  private static final int SEQUENCES = 1000;
  private static final NetworkSpec NETWORK = NetworkSpec.input(8).lstm(HIDDEN);

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  private static Backend limitedTo(long bytes) {
    return Backends.open("cpu", BackendOptions.defaults().withMemoryLimit(bytes));
  }

  private static String message(String what, long asked, long used, long allowed) {
    return what
        + " must fit the memory limit, asked="
        + asked
        + " bytes, used="
        + used
        + ", allowed="
        + allowed
        + "; raise the memory limit, close what is not needed, or use a smaller batch or shorter sequences";
  }

  private static AutoCloseable parameters(Backend backend) {
    return backend.parameters(ParameterLayout.of(NETWORK), true, 2);
  }

  private static AutoCloseable session(Backend backend) {
    return backend.session(NETWORK, SEQUENCES);
  }

  /** What something takes where nothing is limited. */
  private static long bytes(Function<Backend, AutoCloseable> make) throws Exception {
    try (Backend backend = Backends.named("cpu")) {
      long before = HostMemory.totalBytes();
      try (AutoCloseable made = make.apply(backend)) {
        assertThat(made).isNotNull();
        return HostMemory.totalBytes() - before;
      }
    }
  }

  private static void assertRefusedBelow(String what, Function<Backend, AutoCloseable> make)
      throws Exception {
    long asked = bytes(make);
    long before = HostMemory.totalBytes();
    try (Backend backend = limitedTo(asked - 1)) {
      assertThatThrownBy(() -> make.apply(backend))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessage(message(what, asked, 0, asked - 1));
      assertThat(HostMemory.totalBytes()).isEqualTo(before);
    }
    try (Backend backend = limitedTo(asked);
        AutoCloseable fits = make.apply(backend)) {
      assertThat(fits).isNotNull();
    }
  }

  @Test
  void parametersThatDoNotFitAreRefused() throws Exception {
    assertThat(bytes(CpuMemoryLimitTest::parameters))
        .isGreaterThan(4 * 4 * ParameterLayout.of(NETWORK).size());
    assertRefusedBelow("parameters", CpuMemoryLimitTest::parameters);
  }

  @Test
  void aSessionThatDoesNotFitIsRefused() throws Exception {
    assertThat(bytes(CpuMemoryLimitTest::session)).isEqualTo(2L * 4 * SEQUENCES * HIDDEN);
    assertRefusedBelow("a session", CpuMemoryLimitTest::session);
  }

  @Test
  void aPlanThatDoesNotFitIsRefusedAndASmallerOneIsNot() throws Exception {
    long used = bytes(backend -> new Workload(backend, HIDDEN));
    long asked = bytes(backend -> new PlanOfItsOwn(new Workload(backend, HIDDEN), 100)) - used;
    long allowed = used + asked - 1;
    try (Backend backend = limitedTo(allowed);
        Workload work = new Workload(backend, HIDDEN)) {
      long before = HostMemory.totalBytes();
      assertThatThrownBy(() -> work.plan(20, 100, true, Mode.INFERENCE))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessage(message("a plan", asked, used, allowed));
      assertThatThrownBy(() -> work.plan(20, 100, true, Mode.TRAINING))
          .isInstanceOf(MemoryLimitException.class);
      assertThat(HostMemory.totalBytes()).isEqualTo(before);
      try (NetworkPlan smaller = work.plan(20, 99, true, Mode.INFERENCE)) {
        assertThat(smaller.plan().bytes()).isLessThan(asked);
      }
    }
  }

  /** A plan that closes its parameters too. */
  private record PlanOfItsOwn(Workload work, NetworkPlan plan) implements AutoCloseable {
    PlanOfItsOwn(Workload work, int sequences) {
      this(work, work.plan(20, sequences, true, Mode.INFERENCE));
    }

    @Override
    public void close() {
      plan.close();
      work.close();
    }
  }

  /** Opening runs a small LSTM, which a user's limit is not meant for. */
  @Test
  void aBackendOpensWithAnyLimitAndThenKeepsIt() {
    long before = HostMemory.totalBytes();
    long asked = bytesOfParameters();
    try (Backend backend = limitedTo(1)) {
      assertThatThrownBy(() -> parameters(backend))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessage(message("parameters", asked, 0, 1));
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(before);
  }

  /** Weights, sums of gradients and two moments, and the five numbers that are counted. */
  private static long bytesOfParameters() {
    return 4 * 4 * ParameterLayout.of(NETWORK).size() + 5 * 8;
  }
}
