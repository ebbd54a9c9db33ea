package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.HostMemory;
import io.carousel.error.MemoryLimitException;
import io.carousel.model.InputSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.Region;
import io.carousel.spi.StagingCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is too large is refused in words, and what was taken before is given back. */
class CpuLargestTest {
  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
    CpuKernels.load();
  }

  @Test
  void memoryThatTheSystemHasNotIsRefusedInWords() {
    CpuBudget budget = new CpuBudget();
    HostMemory held = budget.allocate(1000, "a plan");
    assertThatThrownBy(() -> budget.allocate(1L << 60, "parameters"))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessage(
            "parameters must fit the memory that the system gives, asked=1152921504606846976 bytes,"
                + " used=1000; close what is not needed, use narrower layers or a smaller batch, or"
                + " allow the process more memory");
    assertThat(budget.used()).isEqualTo(1000);
    budget.free(held);
    assertThat(budget.used()).isZero();
  }

  @Test
  void aSlotThatFailsGivesItsMemoryBack() {
    NetworkSpec network = NetworkSpec.input(60).lstm(1).finalState();
    CpuBudget budget = new CpuBudget();
    try (CpuParameters parameters =
            new CpuParameters(budget, ParameterLayout.of(network), false, 0);
        CpuMemory memory =
            new CpuMemory(budget, parameters, Workload.shape(5, 2, true), Mode.INFERENCE)) {
      StagingCheck check = new StagingCheck(new InputSpec.Features(60), null, null);
      Buffer input = new Buffer(Region.INPUT, 0, 600_000_000);
      long before = budget.used();
      assertThatThrownBy(() -> new CpuStaging(memory, check, input, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a slot must fit one Java buffer of 536870911 numbers, numbers=600000000;"
                  + " use a smaller batch, shorter sequences or narrower layers");
      assertThat(budget.used()).isEqualTo(before);
    }
  }

  @Test
  void weightsAreCopiedInPartsOfAnySize() {
    double[] numbers = {1, 2, 3, 4, 5, 6, 7};
    for (int most = 1; most <= numbers.length + 1; most++) {
      try (HostMemory memory = HostMemory.allocate((long) numbers.length * Float.BYTES)) {
        CpuViews.write(numbers, memory, most);
        double[] read = new double[numbers.length];
        CpuViews.read(memory, read, most);
        assertThat(read).containsExactly(numbers);
      }
    }
  }
}
