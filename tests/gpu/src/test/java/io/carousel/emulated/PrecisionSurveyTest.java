package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far each arithmetic is from double precision, on weights and inputs that it can hold. */
@Survey
class PrecisionSurveyTest {
  private static final int WIDTH = Findings.size(64, 8);
  private static final int STEPS = Findings.size(32, 3);

  /** The bounds are ten times what the last bit of each format explains for a sum or two. */
  @ParameterizedTest
  @CsvSource({"F32,IEEE,1e-5", "F32,TF32,1e-2", "F16,TENSOR,2e-2", "BF16,TENSOR,2e-1"})
  void errorsOfAnArithmetic(CudaType type, MathMode math, double bound) {
    for (RnnCell cell : RnnCell.values()) {
      Integer[] full = new Integer[8];
      Arrays.fill(full, STEPS);
      RecurrentCase shape = RecurrentCase.of(cell, false, WIDTH, WIDTH, STEPS, type, full);
      for (RnnAlgorithm algorithm : RnnAlgorithm.values()) {
        Findings.say(
            "%s %s %s %s: %s", cell, type, math, algorithm, attempt(shape, math, algorithm));
      }
      Map<String, Double> errors = errors(shape, math, RnnAlgorithm.STANDARD);
      // What grows without end has no error to speak of.
      if (cell != RnnCell.RNN_RELU) {
        assertThat(errors.values()).allSatisfy(error -> assertThat(error).isLessThan(bound));
      }
    }
  }

  private static String attempt(RecurrentCase shape, MathMode math, RnnAlgorithm algorithm) {
    try {
      return text(errors(shape, math, algorithm));
    } catch (NativeCallException e) {
      return "no (" + e.call() + " " + e.code() + ")";
    }
  }

  private static Map<String, Double> errors(
      RecurrentCase shape, MathMode math, RnnAlgorithm algorithm) {
    Map<String, double[]> given = shape.given();
    given.replaceAll((name, values) -> name.equals("weights") ? smaller(shape, values) : values);
    Map<String, double[]> expected = ReferenceRun.of(shape, given);
    Map<String, double[]> actual = run(shape, math, algorithm, given);
    return List.of("y", "dx", "dWeights").stream()
        .collect(Collectors.toMap(n -> n, n -> error(expected.get(n), actual.get(n))));
  }

  /** Of trained size: at most 1/sqrt(H), and a number of the type still. */
  private static double[] smaller(RecurrentCase shape, double[] weights) {
    return Arrays.stream(weights)
        .map(w -> Numbers.rounded(shape.type(), w / Math.sqrt(WIDTH)))
        .toArray();
  }

  private static Map<String, double[]> run(
      RecurrentCase shape, MathMode math, RnnAlgorithm algorithm, Map<String, double[]> given) {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRnnShape described = CudnnRun.describe(shape, algorithm, math, true);
      CudnnRun run = new CudnnRun(rig, dnn, shape, described, given);
      run.rnn.forward();
      run.rnn.backwardData();
      run.rnn.backwardWeights();
      return run.results();
    }
  }

  /** Relative to the norm. */
  private static double error(double[] expected, double[] actual) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    return Math.sqrt(difference / size);
  }

  private static String text(Map<String, Double> errors) {
    return errors.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.2g", e.getKey(), e.getValue()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
