package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What y and dx hold past the lengths, and whether what x and dy hold there matters. */
@Survey
class PaddingSurveyTest {
  private static final RecurrentCase RAGGED =
      RecurrentCase.of(RnnCell.LSTM, true, 8, 8, 6, CudaType.F32, 3, 6, 1, 4);

  /** With zeros past the lengths of x and dy, but for those named: they are NaN there. */
  private static Map<String, double[]> run(String... spoilt) {
    Map<String, double[]> given = RAGGED.given();
    for (String name : List.of("x", "dy")) {
      if (!Arrays.asList(spoilt).contains(name)) {
        given.replaceAll((key, values) -> key.equals(name) ? withZeros(values) : values);
      }
    }
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run =
          new CudnnRun(
              rig,
              dnn,
              RAGGED,
              CudnnRun.describe(RAGGED, RnnAlgorithm.STANDARD, MathMode.IEEE, true),
              given);
      run.rnn.forward();
      run.rnn.backwardData();
      run.rnn.backwardWeights();
      return run.results();
    }
  }

  private static double[] withZeros(double[] values) {
    return Arrays.stream(values).map(value -> Double.isNaN(value) ? 0 : value).toArray();
  }

  /** The different numbers past the lengths; NaN is what was there before. */
  private static List<Double> padding(double[] values, int columns) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (!RAGGED.isValid(i, columns) && !found.contains(values[i]) && found.size() < 4) {
        found.add(values[i]);
      }
    }
    return found;
  }

  @Test
  void whatIsPastTheLengths() {
    Map<String, double[]> clean = run();
    Findings.say("padding: NaN was there before, cuDNN was asked for zeros in y");
    Findings.say("padding of y: %s", padding(clean.get("y"), 2 * RAGGED.hidden()));
    Findings.say("padding of dx: %s", padding(clean.get("dx"), RAGGED.width()));
    assertThat(clean.get("dWeights")).doesNotContain(Double.NaN);
    spoil(clean, "x");
    spoil(clean, "dy");
  }

  /** Says which results change when there is NaN past the lengths of an input. */
  private static void spoil(Map<String, double[]> clean, String name) {
    Map<String, double[]> results = run(name);
    List<String> changed = new ArrayList<>();
    clean.forEach(
        (result, values) -> {
          if (!Arrays.equals(valid(result, values), valid(result, results.get(result)))) {
            changed.add(result);
          }
        });
    Findings.say(
        "NaN in the padding of %s %s",
        name, changed.isEmpty() ? "is harmless" : "spoils " + changed);
    assertThat(results.keySet()).isEqualTo(clean.keySet());
  }

  /** What counts: all but the padding of dx. */
  private static double[] valid(String name, double[] values) {
    double[] kept = values.clone();
    for (int i = 0; name.equals("dx") && i < kept.length; i++) {
      kept[i] = RAGGED.isValid(i, RAGGED.width()) ? kept[i] : 0;
    }
    return kept;
  }
}
