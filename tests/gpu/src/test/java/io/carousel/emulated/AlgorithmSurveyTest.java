package io.carousel.emulated;

import static io.carousel.bindings.cuda.RnnCell.GRU;
import static io.carousel.bindings.cuda.RnnCell.LSTM;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Which algorithm takes which size, direction, raggedness and arithmetic, and how fast it is. */
@Survey
class AlgorithmSurveyTest {
  private static final int[] HIDDEN =
      Findings.size(new int[] {64, 128, 192, 256, 512, 1024}, new int[] {8});

  /** For ragged batches, which most refuse, and for what is compiled anew for each size. */
  private static final int[] FEW = Findings.size(new int[] {128, 512}, new int[] {8});

  private static final int STEPS = Findings.size(16, 2);
  private static final int SEQUENCES = Findings.size(16, 2);
  private static final int REPEATS = Findings.size(3, 1);

  /** The dynamic algorithm may take seconds for each size. */
  private static final Duration MOST = Duration.ofSeconds(150);

  private final Instant start = Instant.now();
  private final List<String> lines = new ArrayList<>();

  @Test
  void whatEachAlgorithmTakes() {
    Findings.say("milliseconds of a training step, T=%d N=%d I=H", STEPS, SEQUENCES);
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      for (RnnCell cell : List.of(LSTM, GRU)) {
        for (RnnAlgorithm algorithm : RnnAlgorithm.values()) {
          for (boolean bidirectional : new boolean[] {false, true}) {
            survey(rig, dnn, cell, algorithm, bidirectional);
          }
        }
      }
    }
    assertThat(lines).hasSize(2 * 4 * 2 * 2 * 4);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("lstm standard one way full f32 ieee:"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("H" + HIDDEN[0]).doesNotContain(" no "));
  }

  private void survey(
      Rig rig, Cudnn dnn, RnnCell cell, RnnAlgorithm algorithm, boolean bidirectional) {
    for (boolean ragged : new boolean[] {false, true}) {
      for (CudaType type : CudaType.values()) {
        if (type == CudaType.F32) {
          for (MathMode math : List.of(MathMode.IEEE, MathMode.TF32)) {
            survey(rig, dnn, shape(cell, algorithm, bidirectional, type, math), ragged);
          }
        } else {
          survey(rig, dnn, shape(cell, algorithm, bidirectional, type, MathMode.TENSOR), ragged);
        }
      }
    }
  }

  private static CudnnRnnShape shape(
      RnnCell cell, RnnAlgorithm algorithm, boolean bidirectional, CudaType type, MathMode math) {
    return new CudnnRnnShape(
        cell, bidirectional, true, 1, 1, STEPS, SEQUENCES, type, math, algorithm, true);
  }

  private static CudnnRnnShape sized(CudnnRnnShape shape, int hidden) {
    return new CudnnRnnShape(
        shape.cell(),
        shape.bidirectional(),
        shape.doubleBias(),
        hidden,
        hidden,
        shape.steps(),
        shape.sequences(),
        shape.type(),
        shape.math(),
        shape.algorithm(),
        shape.training());
  }

  private void survey(Rig rig, Cudnn dnn, CudnnRnnShape shape, boolean ragged) {
    boolean few = ragged || shape.algorithm() == RnnAlgorithm.PERSIST_DYNAMIC;
    List<String> found = new ArrayList<>();
    for (int hidden : few ? FEW : HIDDEN) {
      boolean late = Duration.between(start, Instant.now()).compareTo(MOST) > 0;
      found.add(
          "H"
              + hidden
              + " "
              + (late ? "left out" : attempt(rig, dnn, sized(shape, hidden), ragged)));
    }
    String what =
        String.join(
            " ",
            shape.cell().name(),
            shape.algorithm().name(),
            shape.bidirectional() ? "both ways" : "one way",
            ragged ? "ragged" : "full",
            shape.type().name(),
            shape.math().name());
    lines.add(what.toLowerCase(Locale.ROOT) + ": " + String.join(", ", found));
    Findings.say("%s", lines.get(lines.size() - 1));
  }

  /** Milliseconds of a training step, whether two give the same bits, or what is refused where. */
  private static String attempt(Rig rig, Cudnn dnn, CudnnRnnShape shape, boolean ragged) {
    try (RnnBench bench = new RnnBench(rig, dnn, shape)) {
      if (ragged) {
        bench.rnn.lengths(bench.raggedLengths());
      }
      bench.run();
      byte[][] first = bench.results();
      double time = bench.milliseconds(REPEATS, bench::run);
      boolean same = Arrays.deepEquals(first, bench.results());
      return String.format(Locale.ROOT, "%.3f%s", time, same ? "" : " BITS DIFFER");
    } catch (NativeCallException e) {
      return "no (" + e.call() + " " + e.code() + ")";
    }
  }
}
