package io.carousel.parity;

import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.dropout;
import static io.carousel.model.RecurrentOption.layers;

import io.carousel.data.Chunks;
import io.carousel.data.Dataset;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateRule;
import java.util.ArrayList;
import java.util.List;

/** Training runs on small data of their own. */
final class TrajectoryCases {
  private static final int EXAMPLES = 12;
  private static final int LONGEST = 9;

  private TrajectoryCases() {}

  static List<TrajectoryCase> all() {
    return List.of(forecast(), text(), directions(), carried());
  }

  /** Those whose rules are linear in the gradient. */
  static List<MoveCase> moves() {
    TrajectoryCase text =
        new TrajectoryCase(
            "text, sgd",
            NetworkSpec.tokens(7).embedding(5).gru(13).dense(7),
            Loss.softmaxCrossEntropy(),
            tokens(),
            EXAMPLES,
            List.of(UpdateRule.clipByGlobalNorm(0.5), UpdateRule.sgd(0.5)));
    return List.of(new MoveCase(forecast()), new MoveCase(text));
  }

  /** One batch an epoch, clipped momentum. */
  static TrajectoryCase forecast() {
    return new TrajectoryCase(
        "forecast, momentum",
        NetworkSpec.input(3).lstm(13, layers(2)).finalState().dense(1),
        Loss.meanSquaredError(),
        series(),
        EXAMPLES,
        List.of(UpdateRule.clipByGlobalNorm(0.5), UpdateRule.momentum(0.05, 0.9)));
  }

  private static TrajectoryCase text() {
    return new TrajectoryCase(
        "text, adam",
        NetworkSpec.tokens(7).embedding(5).gru(13, layers(2), dropout(0.2)).dense(7),
        Loss.softmaxCrossEntropy(),
        tokens(),
        EXAMPLES / 2,
        List.of(UpdateRule.clipByValue(0.1), UpdateRule.adam(0.01)));
  }

  private static TrajectoryCase directions() {
    return new TrajectoryCase(
        "bidirectional, adamW",
        NetworkSpec.input(3).lstm(5, bidirectional()).meanOverTime().dense(1),
        Loss.binaryCrossEntropy(),
        series(),
        5,
        List.of(UpdateRule.adamW(0.01, 0.1)));
  }

  /** State carried over chunks, RMSProp with an L2 penalty. */
  private static TrajectoryCase carried() {
    List<Sequence> long1 = sequences(4, 3 * LONGEST, true);
    return new TrajectoryCase(
        "carried state, rmsProp",
        NetworkSpec.input(3).lstm(13).dense(2),
        Loss.meanSquaredError(),
        Chunks.of(long1, LONGEST - 1),
        3,
        List.of(UpdateRule.weightDecay(0.01), UpdateRule.rmsProp(0.005)));
  }

  private static Dataset series() {
    return Sequences.of(sequences(EXAMPLES, LONGEST, false));
  }

  /** Ragged sequences of three features; targets per step, two numbers, or one from 0 to 1. */
  private static List<Sequence> sequences(int count, int longest, boolean perStep) {
    List<Sequence> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int steps = 1 + (i * 5 + 3) % longest;
      Sequence sequence = Sequence.of(rows(steps, 3, 60 + i));
      float[][] targets = rows(steps, 2, 80 + i);
      list.add(
          perStep ? sequence.withTargets(targets) : sequence.withTarget(Math.abs(targets[0][0])));
    }
    return list;
  }

  private static float[][] rows(int steps, int width, int stream) {
    double[] values = Numbers.data(steps * width, stream);
    float[][] rows = new float[steps][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = (float) values[i];
    }
    return rows;
  }

  private static Dataset tokens() {
    List<Sequence> list = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      int steps = 1 + (i * 7 + 2) % LONGEST;
      int[] tokens = Numbers.below(7, steps, 100 + i);
      list.add(Sequence.ofTokens(tokens).withLabels(Numbers.below(7, steps, 120 + i)));
    }
    return Sequences.of(list);
  }
}
