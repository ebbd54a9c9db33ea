package io.carousel.predict;

import static io.carousel.loss.Loss.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.LogLines;
import io.carousel.data.Bucketing;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.model.NetworkSpec;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Planner;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Sums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final int STEPS = 3;
  private static final Model MODEL =
      Model.fresh(NetworkSpec.input(1).lstm(4).finalState().dense(2), 1);
  private static final Program PROGRAM = Program.withLoss(MODEL.network(), meanSquaredError());

  /** Sequences of equal length, so that batches have them in their order. */
  private static Bucketing batchOf(int count) {
    Sequence[] all = new Sequence[count];
    for (int i = 0; i < count; i++) {
      all[i] = Sequence.of(new float[][] {{i}, {1}, {-i}}).withTarget(i, 1);
    }
    return Bucketing.inOrder(Sequences.of(List.of(all)), count);
  }

  private static Sums evaluate(
      BackendOptions options, Program program, int count, Map<Integer, float[]> outputs) {
    try (Backend backend = Backends.open("reference", options);
        Parameters parameters = MODEL.on(backend);
        Evaluator evaluator = new Evaluator(backend, parameters, program)) {
      return evaluator.evaluate(batchOf(count), (i, rows) -> outputs.put(i, rows[0]));
    }
  }

  /** Room for the weights and a plan of this many sequences, and not a byte more. */
  private static BackendOptions roomFor(int sequences) {
    PlanShape shape = new PlanShape(STEPS, sequences, true, false, Precision.STRICT);
    try (Backend backend = Backends.named("reference");
        Parameters parameters = MODEL.on(backend);
        NetworkPlan plan = Planner.plan(backend, parameters, PROGRAM, shape, Mode.EVALUATION)) {
      long weights = MODEL.layout().size() * Double.BYTES;
      return BackendOptions.defaults().withMemoryLimit(weights + plan.plan().bytes());
    }
  }

  /** Five are run as three, as two, and one; and as two. */
  @Test
  void shouldRunABatchInPartsThatMemoryHasNoRoomFor() {
    Map<Integer, float[]> whole = new LinkedHashMap<>();
    Sums expected = evaluate(BackendOptions.defaults(), PROGRAM, 5, whole);
    assertThat(expected.count()).isEqualTo(5);
    Map<Integer, float[]> parts = new LinkedHashMap<>();
    assertThat(
            LogLines.of(
                Evaluator.class,
                () -> assertThat(evaluate(roomFor(2), PROGRAM, 5, parts)).isEqualTo(expected)))
        .containsExactly(
            "INFO a batch does not fit the memory limit and is run in parts, sequences=5, now=3");
    assertThat(parts.keySet()).containsExactly(0, 1, 2, 3, 4);
    parts.forEach((example, output) -> assertThat(output).isEqualTo(whole.get(example)));
  }

  @Test
  void shouldCountNothingWithoutALoss() {
    Map<Integer, float[]> outputs = new LinkedHashMap<>();
    Program program = Program.inference(MODEL.network());
    assertThat(evaluate(BackendOptions.defaults(), program, 2, outputs)).isEqualTo(Sums.ZERO);
    assertThat(outputs).containsOnlyKeys(0, 1);
  }

  @Test
  void shouldHandOutEverySequencesOwnSteps() {
    Model model = Model.fresh(NetworkSpec.input(1).lstm(4).dense(2), 1);
    List<Sequence> sequences =
        List.of(
            Sequence.of(new float[][] {{1}}),
            Sequence.of(new float[][] {{2}, {3}}),
            Sequence.of(new float[][] {{4}, {5}, {6}}));
    Map<Integer, float[][]> together = new LinkedHashMap<>();
    try (Backend backend = Backends.named("reference");
        Predictor predictor = model.predictor(backend)) {
      predictor.predict(Bucketing.inOrder(Sequences.of(sequences), 3), together::put);
      assertThat(together).hasSize(3);
      together.forEach(
          (i, rows) -> assertThat(rows).isDeepEqualTo(predictor.predict(sequences.get(i))));
    }
  }
}
