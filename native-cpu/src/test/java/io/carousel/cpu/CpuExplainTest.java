package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.plan.NetworkPlan;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CpuExplainTest {
  private static final String BITS = "; same bits for the same number of threads";
  private static final String SMALL = "; one thread, since a step has less than 1 MFLOP";
  private static final String ASKED = "; one thread, since no more were asked for";
  private static final int STEPS = 5;
  private static final int SEQUENCES = 32;

  /** With 8 features and 32 sequences: 0.5 and 1.2 MFLOP per time step. */
  private static final int SMALL_LAYER = 40;

  private static final int LARGE_LAYER = 64;

  @BeforeAll
  static void assume() {
    ChildJvm.assumeKernels();
  }

  /** A line per layer: the LSTM, the last step, the dense layer. */
  private static List<String> explain(int threads, int hidden, boolean ragged, Mode mode) {
    BackendOptions options = BackendOptions.defaults().withThreads(threads);
    try (Backend backend = Backends.open("cpu", options);
        Workload work = new Workload(backend, hidden);
        NetworkPlan plan = work.plan(STEPS, SEQUENCES, ragged, mode)) {
      return plan.explain().lines().map(line -> line.replaceFirst("^[^:]*: ", "")).toList();
    }
  }

  private static String packed(String why, String onThreads) {
    return "packed lstm: oneDNN sgemm and own "
        + CpuKernels.instructionSet()
        + " kernels on valid steps only; oneDNN's primitive "
        + why
        + BITS
        + onThreads;
  }

  @Test
  void trainingRunsOnPackedRows() {
    String why = "trains slower";
    assertThat(explain(1, LARGE_LAYER, false, Mode.TRAINING).get(0)).isEqualTo(packed(why, ASKED));
    assertThat(explain(2, SMALL_LAYER, false, Mode.TRAINING).get(0)).isEqualTo(packed(why, SMALL));
    List<String> lines = explain(2, LARGE_LAYER, false, Mode.TRAINING);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(packed(why, "; 2 threads"));
    assertThat(lines.get(2))
        .isEqualTo("oneDNN sgemm and own " + CpuKernels.instructionSet() + " kernels");
  }

  @Test
  void predictionsOnSeveralThreadsRunOnOneDnnsPrimitive() {
    assertThat(explain(2, LARGE_LAYER, false, Mode.INFERENCE).get(0))
        .matches(
            "oneDNN lstm primitive: forward \\S+ \\(W .+, R .+\\).*"
                + BITS
                + "; the first choice for predictions at full lengths on several threads"
                + "; 2 threads");
  }

  @Test
  void predictionsOfALargeLstmHaveAPrimitiveWithoutBackward() {
    assertThat(explain(1, LARGE_LAYER, false, Mode.INFERENCE).get(0))
        .matches(
            "oneDNN lstm primitive: forward \\S+ \\(W .+, R .+\\);.*"
                + "; the first choice for predictions at full lengths on one thread"
                + ASKED)
        .doesNotContain("backward");
    assertThat(explain(2, SMALL_LAYER, false, Mode.INFERENCE).get(0))
        .isEqualTo(packed("predicts slower here on one thread", SMALL));
  }

  @Test
  void raggedLengthsRunOnPackedRows() {
    assertThat(explain(2, LARGE_LAYER, true, Mode.TRAINING).get(0))
        .isEqualTo(packed("knows no lengths", "; 2 threads"));
  }

  @Test
  void refIsExplainedWhereOneDnnSaysIt() {
    String line = explain(2, LARGE_LAYER, false, Mode.INFERENCE).get(0);
    assertThat(line.contains("forward ref"))
        .isEqualTo(
            line.contains("ref is oneDNN's name for its float32 path: sgemm and compiled gates"));
  }

  @Test
  void aPropertyNamesWhatIsAskedFirst() {
    System.setProperty(CpuRecurrent.PROPERTY, "primitive");
    try {
      assertThat(explain(1, SMALL_LAYER, false, Mode.TRAINING).get(0))
          .matches("oneDNN lstm primitive: forward .+; backward \\S+ \\(W .+, R .+\\);.*")
          .endsWith("; asked for by carousel.cpu.recurrent" + SMALL);
      assertThat(explain(1, SMALL_LAYER, true, Mode.TRAINING).get(0))
          .isEqualTo(packed("knows no lengths", SMALL));
      System.setProperty(CpuRecurrent.PROPERTY, "packed");
      assertThat(explain(2, LARGE_LAYER, false, Mode.TRAINING).get(0))
          .endsWith(
              " on valid steps only; asked for by carousel.cpu.recurrent" + BITS + "; 2 threads");
      System.setProperty(CpuRecurrent.PROPERTY, "fastest");
      assertThatThrownBy(() -> explain(1, SMALL_LAYER, false, Mode.TRAINING))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "carousel.cpu.recurrent must be one of [primitive, packed],"
                  + " carousel.cpu.recurrent=fastest");
    } finally {
      System.clearProperty(CpuRecurrent.PROPERTY);
    }
  }
}
