package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CpuExplainTest {
  private static final String END =
      "same bits for the same number of threads; one thread, since a step has less than 1"
          + " MFLOP or no more were asked for";

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  private static String[] explain(boolean ragged, Mode mode) {
    try (Backend backend = Backends.named("cpu");
        Workload work = new Workload(backend, 16);
        NetworkPlan plan = work.plan(5, 4, ragged, mode)) {
      return plan.explain().split("\n");
    }
  }

  @Test
  void aFullPlanNamesOneDnnsImplementationsAndLayouts() {
    String[] lines = explain(false, Mode.TRAINING);
    assertThat(lines).hasSize(3);
    assertThat(lines[0])
        .matches(
            ".*lstm.*: oneDNN lstm primitive: forward \\S+ \\(W .+, R .+\\);"
                + " backward \\S+ \\(W .+, R .+\\);.* "
                + END);
    assertThat(lines[2])
        .endsWith(": oneDNN sgemm and own " + CpuKernels.instructionSet() + " kernels");
  }

  @Test
  void aPlanForPredictionHasNoBackward() {
    assertThat(explain(false, Mode.INFERENCE)[0]).contains("forward").doesNotContain("backward");
  }

  @Test
  void aRaggedPlanSaysWhyThePrimitiveWasRefused() {
    assertThat(explain(true, Mode.TRAINING)[0])
        .endsWith(
            ": packed lstm: oneDNN sgemm and own "
                + CpuKernels.instructionSet()
                + " kernels on valid steps only;"
                + " not oneDNN's primitive: it knows no lengths; "
                + END);
  }

  @Test
  void refIsExplainedWhereOneDnnSaysIt() {
    String line = explain(false, Mode.TRAINING)[0];
    assertThat(line.contains("forward ref"))
        .isEqualTo(
            line.contains("ref is oneDNN's name for its float32 path: sgemm and compiled gates"));
  }
}
