package io.carousel.predict;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.forgetBias;
import static io.carousel.model.RecurrentOption.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Sequence;
import io.carousel.model.Cell;
import io.carousel.model.Initializer;
import io.carousel.model.NetworkSpec;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import io.carousel.spi.WatchedBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static final float[][] SERIES = random(7, 2, 1);

  private final Backend backend = Backends.named("reference");

  @AfterEach
  void close() {
    backend.close();
  }

  private static float[][] random(int steps, int width, long seed) {
    Philox numbers = new Philox(seed, Purpose.USER, 0, 0);
    float[][] rows = new float[steps][width];
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < width; k++) {
        rows[t][k] = (float) numbers.normal((long) t * width + k);
      }
    }
    return rows;
  }

  @Test
  void shouldRunInTheChosenPrecision() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(3).dense(1), 1);
    try (WatchedBackend watched = new WatchedBackend()) {
      try (Predictor predictor = model.predictor(watched, Precision.FP16)) {
        predictor.predictSteps(SERIES);
        assertThat(watched.planned()).containsExactly(Precision.FP16);
        predictor.advance(predictor.start(), SERIES[0]);
        assertThat(watched.planned()).containsExactly(Precision.FP16);
      }
      try (Predictor predictor = model.predictor(watched)) {
        predictor.advance(predictor.start(), SERIES[0]);
        predictor.predictSteps(SERIES);
      }
      assertThat(watched.planned()).containsExactlyInAnyOrder(Precision.STRICT, Precision.FP16);
    }
  }

  @Test
  void shouldStreamStepByStepWithTheSameBitsAsTheWholeSequence() {
    for (Cell cell : Cell.values()) {
      Model model = Model.fresh(NetworkSpec.input(2).recurrent(cell, 5, layers(2)).dense(3), 1);
      try (Predictor predictor = model.predictor(backend)) {
        float[][] whole = predictor.predictSteps(SERIES);
        StreamState state = predictor.start();
        for (int t = 0; t < SERIES.length; t++) {
          StreamOutput output = predictor.advance(state, SERIES[t]);
          assertThat(output.last()).isEqualTo(whole[t]);
          state = output.next();
        }
      }
    }
  }

  @Test
  void shouldGoOnFromAKeptStateMoreThanOnce() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(5).finalState().dense(1), 1);
    try (Predictor predictor = model.predictor(backend)) {
      StreamState kept =
          predictor.advance(predictor.start(), Sequence.of(Arrays.copyOf(SERIES, 4))).next();
      float[] once = predictor.advance(kept, SERIES[4]).last();
      assertThat(predictor.advance(kept, SERIES[4]).last()).isEqualTo(once);
      assertThat(predictor.predict(Arrays.copyOf(SERIES, 5))).isEqualTo(once);
    }
  }

  @Test
  void shouldRefuseToStreamWhatReadsBackward() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(5, bidirectional()).dense(1), 1);
    try (Predictor predictor = model.predictor(backend)) {
      assertThatThrownBy(predictor::start)
          .hasMessageStartingWith(
              "a stream needs layers that read forward and no mean or max over time, network=[");
    }
  }

  @Test
  void shouldRefuseInputOfAnotherWidth() {
    Model model = Model.fresh(NetworkSpec.input(3).lstm(5).finalState().dense(1), 1);
    try (Predictor predictor = model.predictor(backend)) {
      assertThatThrownBy(() -> predictor.predict(SERIES))
          .hasMessage("features must be as many as the network reads, network=3, data=2");
      assertThatThrownBy(() -> predictor.predictSteps(SERIES))
          .hasMessage("predictSteps needs an output per step, outputPerStep=false; use predict");
    }
  }

  @Test
  void shouldRefuseToPredictAfterClose() {
    Predictor predictor =
        Model.fresh(NetworkSpec.input(2).lstm(5).finalState().dense(1), 1).predictor(backend);
    predictor.close();
    predictor.close();
    assertThatThrownBy(() -> predictor.predict(SERIES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a predictor must be open, closed=true; make a new one");
  }

  @Test
  void shouldServeManyThreadsWithTheSameBits() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(5).finalState().dense(1), 1);
    try (Predictor predictor = model.predictor(backend)) {
      float[] alone = predictor.predict(SERIES);
      List<float[]> all =
          java.util.stream.IntStream.range(0, 64)
              .parallel()
              .mapToObj(i -> predictor.predict(SERIES))
              .toList();
      assertThat(all).allSatisfy(one -> assertThat(one).isEqualTo(alone));
    }
  }

  @Test
  void shouldTraceEveryGateAndState() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(3, bidirectional()).dense(1), 1);
    Trace trace = model.trace(Sequence.of(SERIES));
    assertThat(trace.layers().stream().map(Trace.LayerTrace::name))
        .containsExactly("0.lstm.0.forward", "0.lstm.0.backward");
    Trace.LayerTrace layer = trace.layers().get(0);
    assertThat(layer.values()).containsOnlyKeys("i", "f", "g", "o", "c", "h");
    double previous = 0;
    for (int t = 0; t < SERIES.length; t++) {
      double c = layer.get("f")[t][1] * previous + layer.get("i")[t][1] * layer.get("g")[t][1];
      assertThat(layer.get("c")[t][1]).isEqualTo(c);
      assertThat(layer.get("h")[t][1]).isEqualTo(layer.get("o")[t][1] * Math.tanh(c));
      previous = c;
    }
    assertThatThrownBy(() -> layer.get("z"))
        .hasMessage("value must be one of [c, f, g, h, i, o], value=z");
  }

  /** Why the LSTM exists: what is left of the gradient a hundred steps back. */
  @Test
  void shouldShowThatThePlainRnnForgetsAndTheLstmNeedNot() {
    double uniformRnn = flow(rnn().initialized(Initializer.pytorch()));
    double orthogonalRnn = flow(rnn());
    double lstm1 = flow(NetworkSpec.input(4).lstm(64, forgetBias(1)).finalState().dense(1));
    double lstm3 = flow(NetworkSpec.input(4).lstm(64, forgetBias(3)).finalState().dense(1));
    System.out.printf(
        "|dL/dh_0| / |dL/dh_T| at T = 100, H = 64: RNN uniform %.1e, RNN orthogonal %.1e,"
            + " LSTM forget bias 1 %.1e, LSTM forget bias 3 %.1e%n",
        uniformRnn, orthogonalRnn, lstm1, lstm3);
    assertThat(uniformRnn).isLessThan(1e-8);
    assertThat(lstm3).isGreaterThan(0.1);
    assertThat(lstm3).isGreaterThan(lstm1);
  }

  private static NetworkSpec rnn() {
    return NetworkSpec.input(4).rnn(64).finalState().dense(1);
  }

  private static double flow(NetworkSpec network) {
    List<Sequence> batch = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      batch.add(Sequence.of(random(100, 4, 10 + n)).withTarget(n));
    }
    GradientFlow flow = Inspector.gradientFlow(Model.fresh(network, 3), meanSquaredError(), batch);
    assertThat(flow.layers().get(0).hidden()).hasSize(100).allMatch(Double::isFinite);
    return flow.layers().get(0).hiddenRatio();
  }

  @Test
  void shouldRefuseAStateOfAnotherNetwork() {
    NetworkSpec one = NetworkSpec.input(1).lstm(2).dense(1);
    NetworkSpec other = NetworkSpec.input(1).gru(4).dense(1);
    try (Predictor first = Model.fresh(one, 1).predictor(backend);
        Predictor second = Model.fresh(other, 1).predictor(backend);
        Predictor again = Model.fresh(one, 2).predictor(backend)) {
      StreamState state = first.advance(first.start(), 0.5f).next();
      assertThatThrownBy(() -> second.advance(state, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a stream's state must be of the same network, state="
                  + one
                  + ", now="
                  + other
                  + "; begin with start()");
      assertThat(again.advance(state, 1).last()[0]).isFinite();
    }
  }

  @Test
  void shouldNotStartAStreamOnceClosed() {
    Predictor predictor = Model.fresh(NetworkSpec.input(1).lstm(2).dense(1), 1).predictor(backend);
    predictor.close();
    assertThatThrownBy(predictor::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a predictor must be open, closed=true; make a new one");
  }

  @Test
  void shouldRefuseWeightsThatAreNotFinite() {
    NetworkSpec network = NetworkSpec.input(3).dense(2);
    float[] weights = {0, 1, 2, 3, 4, 5, 6, 7};
    String remedy = "; train the model again, or choose another";
    weights[4] = Float.NaN;
    assertThatThrownBy(() -> Model.of(network, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights must be finite float32 numbers, tensor=0.dense.W, row=1, column=1, value=NaN"
                + remedy);
    assertThatThrownBy(() -> Model.of(network, new double[] {0, 1, 2, 3, 4, 5, 6, 1e39}))
        .hasMessage(
            "weights must be finite float32 numbers, tensor=0.dense.b, row=1, column=0,"
                + " value=Infinity"
                + remedy);
    weights[4] = 4;
    weights[6] = Float.NaN;
    assertThatThrownBy(() -> Model.of(network, weights))
        .hasMessage(
            "weights must be finite float32 numbers, tensor=0.dense.b, row=0, column=0, value=NaN"
                + remedy);
  }

  @Test
  void shouldStreamAStretchOfSeveralSteps() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(5).dense(3), 1);
    try (Predictor predictor = model.predictor(backend)) {
      StreamOutput output = predictor.advance(predictor.start(), Sequence.of(SERIES));
      assertThat(output.rows()).isDeepEqualTo(predictor.predictSteps(SERIES));
    }
  }

  @Test
  void shouldRefuseToStreamWhatLooksAtAllSteps() {
    NetworkSpec start = NetworkSpec.input(2).lstm(5);
    for (NetworkSpec network : List.of(start.meanOverTime(), start.maxOverTime())) {
      try (Predictor predictor = Model.fresh(network, 1).predictor(backend)) {
        assertThatThrownBy(predictor::start)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "a stream needs layers that read forward and no mean or max over time, network="
                    + network.layers());
      }
    }
  }

  @Test
  void shouldRefuseTokensBeyondTheVocabulary() {
    Model model = Model.fresh(NetworkSpec.tokens(4).embedding(2).lstm(3).finalState(), 1);
    try (Predictor predictor = model.predictor(backend)) {
      assertThat(predictor.predict(Sequence.ofTokens(0, 3))).hasDimensions(1, 3);
      assertThatThrownBy(() -> predictor.predict(Sequence.ofTokens(0, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("tokens must be below the vocabulary, vocabulary=4, token=4");
    }
  }

  /** The network puts out both directions' h side by side. */
  @Test
  void shouldTraceBothDirections() {
    Model model = Model.fresh(NetworkSpec.input(2).lstm(1, bidirectional()), 1);
    List<Trace.LayerTrace> traces = model.trace(Sequence.of(SERIES)).layers();
    try (Predictor predictor = model.predictor(backend)) {
      float[][] output = predictor.predictSteps(SERIES);
      for (int t = 0; t < output.length; t++) {
        for (int direction = 0; direction < 2; direction++) {
          assertThat((float) traces.get(direction).get("h")[t][0]).isEqualTo(output[t][direction]);
        }
      }
    }
  }

  @Test
  void shouldCompareTheFirstStepsGradientWithTheLasts() {
    assertThat(new GradientFlow.LayerFlow("0.rnn.0.forward", List.of(2.0, 5.0, 8.0), List.of()))
        .extracting(GradientFlow.LayerFlow::hiddenRatio)
        .isEqualTo(2.0 / 8);
  }

  @Test
  void shouldGiveTheWeightsOfEachTensor() {
    Model model = Model.of(NetworkSpec.input(3).dense(2), new float[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertThat(model.weights(model.layout().tensor("0.dense.W"))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(model.weights(model.layout().tensor("0.dense.b"))).containsExactly(6, 7);
  }
}
