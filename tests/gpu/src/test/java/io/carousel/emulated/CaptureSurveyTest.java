package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a training step of cuDNN can be captured, and whether its replay gives the same bits. */
@Survey
class CaptureSurveyTest {
  private static final int HIDDEN = Findings.size(128, 8);
  private static final int REPEATS = Findings.size(5, 1);

  @ParameterizedTest
  @EnumSource(RnnAlgorithm.class)
  void whatCanBeCaptured(RnnAlgorithm algorithm) {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      survey(rig, dnn, algorithm);
    }
  }

  private static void survey(Rig rig, Cudnn dnn, RnnAlgorithm algorithm) {
    for (CudaType type : CudaType.values()) {
      MathMode math = type == CudaType.F32 ? MathMode.IEEE : MathMode.TENSOR;
      CudnnRnnShape shape =
          new CudnnRnnShape(
              RnnCell.LSTM, false, true, HIDDEN, HIDDEN, 16, 16, type, math, algorithm, true);
      for (boolean ragged : new boolean[] {false, true}) {
        String found = attempt(rig, dnn, shape, ragged);
        Findings.say("capture %s %s: %s", shape, ragged ? "ragged" : "full", found);
        if (algorithm == RnnAlgorithm.STANDARD && !Emulator.isReal()) {
          assertThat(found).startsWith("4 nodes, same bits");
        }
      }
    }
  }

  private static String attempt(Rig rig, Cudnn dnn, CudnnRnnShape shape, boolean ragged) {
    try (RnnBench bench = new RnnBench(rig, dnn, shape)) {
      if (ragged) {
        bench.rnn.lengths(bench.raggedLengths());
      }
      bench.run();
      byte[][] list = bench.results();
      double listTime = bench.milliseconds(REPEATS, bench::run);
      try (CudaGraph graph = rig.stream.capture(bench::run)) {
        double time = bench.milliseconds(REPEATS, () -> graph.launch(rig.stream));
        String bits = Arrays.deepEquals(list, bench.results()) ? "same bits" : "BITS DIFFER";
        return String.format(
            Locale.ROOT,
            "%d nodes, %s, %.3f ms, as a list %.3f",
            graph.nodes(),
            bits,
            time,
            listTime);
      }
    } catch (NativeCallException e) {
      return "no (" + e.getMessage() + ")";
    }
  }
}
