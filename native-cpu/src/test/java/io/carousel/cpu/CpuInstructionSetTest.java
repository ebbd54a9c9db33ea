package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuInstructionSetTest {
  private static final List<String> ALL = List.of("sse2", "avx2", "avx512");
  private static final List<String> ZEN_3 = List.of("sse2", "avx2");

  @Test
  void whatTheMachineHasCanBeForced() {
    for (String name : ZEN_3) {
      assertThatCode(() -> CpuKernels.check(name, ALL, ZEN_3)).doesNotThrowAnyException();
    }
  }

  @Test
  void whatNoMachineHasIsRefused() {
    for (String name : List.of("mmx", "AVX2", "")) {
      assertThatThrownBy(() -> CpuKernels.check(name, ALL, ZEN_3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the instruction set must be one of sse2, avx2, avx512,"
                  + " carousel.cpu.instructionSet="
                  + name
                  + "; leave the property out for the best one, avx2");
    }
  }

  @Test
  void whatThisMachineLacksIsRefused() {
    assertThatThrownBy(() -> CpuKernels.check("avx512", ALL, ZEN_3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the instruction set must be one that this machine has, sse2, avx2,"
                + " carousel.cpu.instructionSet=avx512; leave the property out for the best one,"
                + " avx2");
  }

  /** A wish that cannot be fulfilled ends auto too: it is the user's, not the machine's. */
  @Test
  void thePropertyIsChecked() throws IOException, InterruptedException {
    ChildJvm.assumeKernels();
    ChildJvm.Result result =
        new ChildJvm().flag("-Dcarousel.cpu.instructionSet=mmx").run(OpenBest.class);
    assertThat(result.exit()).isEqualTo(1);
    List<String> all = InstructionSets.ofThisMachine();
    assertThat(result.lines())
        .anyMatch(
            line ->
                line.startsWith(
                        "Exception in thread \"main\" java.lang.IllegalArgumentException: the"
                            + " instruction set must be one of ")
                    && line.endsWith(
                        ", carousel.cpu.instructionSet=mmx; leave the property out for the best"
                            + " one, "
                            + all.get(all.size() - 1)));
  }

  /** Each instruction set of this machine is what a JVM runs on that asks for it. */
  @Test
  void thePropertyForces() throws IOException, InterruptedException {
    ChildJvm.assumeKernels();
    for (String name : InstructionSets.ofThisMachine()) {
      ChildJvm.Result result =
          new ChildJvm().flag("-Dcarousel.cpu.instructionSet=" + name).run(OpenBest.class);
      assertThat(result.exit()).as("%s", result.lines()).isZero();
      assertThat(result.value("backend")).contains(", own kernels " + name + ", ");
    }
  }
}
