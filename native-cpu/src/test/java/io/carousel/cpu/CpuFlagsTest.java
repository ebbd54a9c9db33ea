package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class CpuFlagsTest {
  private static boolean lacks(String flag, String cpuinfo) throws IOException {
    return CpuFlags.lack(flag, new StringReader(cpuinfo));
  }

  @Test
  void aFlagIsAWordOfTheFirstLineOfFlags() throws IOException {
    String modern = "processor\t: 0\nflags\t\t: fpu sse sse2 ssse3 sse4_1 sse4_2 avx\n";
    assertThat(lacks("sse4_1", modern)).isFalse();
    assertThat(lacks("avx", modern)).isFalse();
    assertThat(lacks("avx2", modern)).isTrue();
    assertThat(lacks("sse4", modern)).isTrue();
  }

  /** As a hypervisor's common model shows itself to its guest. */
  @Test
  void aVirtualProcessorWithoutItIsFound() throws IOException {
    String kvm64 = "model name\t: Common KVM processor\nflags\t\t: fpu sse sse2 pni cx16 lm\n";
    assertThat(lacks("sse4_1", kvm64)).isTrue();
  }

  @Test
  void whereThereAreNoFlagsNobodyKnows() throws IOException {
    assertThat(lacks("sse4_1", "")).isFalse();
    assertThat(lacks("sse4_1", "processor\t: 0\nFeatures\t: fp asimd\n")).isFalse();
  }
}
