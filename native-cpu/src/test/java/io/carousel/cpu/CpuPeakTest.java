package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.HostMemory;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CpuPeakTest {
  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
    CpuKernels.load();
  }

  /** Numbers of 3 on average are halved and moved by 2 once: 3.5 on average. */
  @Test
  void everyPartSumsWhatItHasMultipliedAndAdded() {
    try (HostMemory memory = HostMemory.allocate(4 * Float.BYTES)) {
      FloatBuffer sums = memory.asFloatBuffer().put(3, -1);
      long operations = CpuKernels.multiplyAdd(1, 3, 0.5f, 2, memory.address());
      float expected = 3.5f * operations / (2 * 3);
      assertThat(expected).isGreaterThan(0);
      assertThat(new float[] {sums.get(0), sums.get(1), sums.get(2), sums.get(3)})
          .containsExactly(expected, expected, expected, -1);
    }
  }

  @Test
  void aRateIsMeasuredAndTheThreadsAreAsBefore() {
    int before = CpuKernels.threads(3);
    try {
      assertThat(CpuPeak.measure(1)).isPositive().isFinite();
      assertThat(CpuKernels.threads(3)).isEqualTo(3);
    } finally {
      CpuKernels.threads(before);
    }
    assertThat(CpuPeak.describe())
        .isEqualTo("independent multiply-adds in registers, " + CpuKernels.instructionSet());
  }

  @Test
  void thereIsAThreadAtLeast() {
    assertThatThrownBy(() -> CpuPeak.measure(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be positive, threads=0");
  }
}
