package io.carousel.reference;

import static io.carousel.model.RecurrentOption.backward;
import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.layers;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.loss.Loss;
import io.carousel.model.Activation;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentOption;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs that can be said without a recurrence. */
class LayerOutputTest {
  private static final NetworkSpec DROPPED = NetworkSpec.input(2).dense(3).dropout(0.4);

  /** Dropout is the layer with number 1; elements are counted in the padded [T, N, C]. */
  @Test
  void theDropoutMaskIsWhatPhiloxSaysOfRunLayerAndElement() {
    float[] plain = outputOf(Mode.INSPECTION);
    float[] dropped = outputOf(Mode.TRAINING);
    Philox numbers = new Philox(77, Purpose.DROPOUT, 1, 9);
    for (int e = 0; e < 18; e++) {
      boolean valid = e / 6 < (e / 3 % 2 == 0 ? 2 : 3);
      double mask = valid && numbers.uniform(e) >= 0.4f ? 1 / (1 - 0.4) : 0;
      assertThat(dropped[e]).as("element " + e).isEqualTo((float) (mask * 0.5));
      assertThat(plain[e]).as("element " + e).isEqualTo(valid ? 0.5f : 0);
    }
  }

  /** Weights zero and biases 1/2, so that dropout sees 1/2 everywhere. */
  private static float[] outputOf(Mode mode) {
    PlanShape shape = new PlanShape(3, 2, true, false, Precision.STRICT);
    try (SmallNetwork small = new SmallNetwork(DROPPED);
        Plan plan = small.plan(shape, mode, Loss.meanSquaredError(), null)) {
      small.parameters.write(Block.WEIGHTS, new double[] {0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5});
      plan.staging(0).lengths().put(0, 2).put(1, 3);
      plan.staging(0).scalars(new Staging.Scalars(0, 0, 9, 77));
      plan.run(0, null);
      float[] output = new float[18];
      plan.output(output);
      return output;
    }
  }

  /** Steps 5, -1, 3 of a sequence of length 3, then a padded step and an empty sequence. */
  @ParameterizedTest
  @CsvSource({"LAST_POSITION, 3", "MEAN, 2.3333333333333335", "MAX, 5"})
  void poolingLooksAtValidStepsOnly(Pooling pooling, double expected) {
    NetworkSpec network = NetworkSpec.input(1).then(new PoolSpec(pooling));
    try (OneLayer layer = new OneLayer(network, 0, 4, 3, 0)) {
      layer.given.put("x", new double[] {5, 99, -1, 99, 3, 99, 99, 99});
      assertThat(layer.run().get("y")).containsExactly(expected, 0);
    }
  }

  /**
   * Two columns of each direction; the steps of sequence 0 are 1 to 3 of 4, sequence 1 is empty.
   */
  @Test
  void theFinalStateOfABackwardDirectionIsAtStepZero() {
    assertThat(finalStates(bidirectional())).containsExactly(31, 32, 13, 14, 0, 0, 0, 0);
    assertThat(finalStates(backward())).containsExactly(11, 12, 0, 0);
    assertThat(finalStates(bidirectional(), layers(2))).containsExactly(31, 32, 13, 14, 0, 0, 0, 0);
  }

  private static double[] finalStates(RecurrentOption... options) {
    NetworkSpec network = NetworkSpec.input(1).gru(2, options).dropout(0.5).finalState();
    int pool = network.instances().size() - 1;
    int width = network.outputWidth();
    try (OneLayer layer = new OneLayer(network, pool, 4, 3, 0)) {
      double[] x = new double[4 * 2 * width];
      for (int i = 0; i < x.length; i++) {
        x[i] =
            (i / width % 2 == 1 || i / (2 * width) == 3)
                ? 99
                : 10 * (i / (2 * width) + 1) + i % width + 1;
      }
      layer.given.put("x", x);
      return layer.run().get("y");
    }
  }

  @Test
  void theMaximumOfNegativeStepsIsNegative() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).maxOverTime(), 0, 2, 2)) {
      layer.given.put("x", new double[] {-3, -2});
      assertThat(layer.run().get("y")).containsExactly(-2);
    }
  }

  /** W = 2, b = 1 on a row of 3 and on the zero row of an empty sequence: sums 7 and 1. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void aDenseLayerAfterPoolingComputesEveryRow(Activation activation) {
    NetworkSpec network = NetworkSpec.input(1).lastPosition().dense(1, activation);
    try (OneLayer layer = new OneLayer(network, 1, 2, 1, 0)) {
      layer.parameters.write(Block.WEIGHTS, new double[] {2, 1});
      layer.given.put("x", new double[] {3, 0});
      assertThat(layer.run().get("y")).containsExactly(value(activation, 7), value(activation, 1));
    }
  }

  private static double value(Activation activation, double a) {
    return switch (activation) {
      case NONE, RELU -> a;
      case TANH -> Math.tanh(a);
      case SIGMOID -> 1 / (1 + Math.exp(-a));
    };
  }

  @Test
  void anEmbeddingLooksUpRows() {
    try (OneLayer layer = new OneLayer(NetworkSpec.tokens(3).embedding(2), 0, 3, 3)) {
      layer.parameters.write(Block.WEIGHTS, new double[] {1, 2, 3, 4, 5, 6});
      layer.given.put("x", new double[] {2, 0, 2});
      assertThat(layer.run().get("y")).containsExactly(5, 6, 1, 2, 5, 6);
    }
  }

  @Test
  void layersSayWhatTheyAreAndRecurrentOnesWhatTheyShow() {
    try (OneLayer lstm = new OneLayer(NetworkSpec.input(1).lstm(1, bidirectional()), 0, 1, 1);
        OneLayer gru = new OneLayer(NetworkSpec.input(1).gru(1), 0, 1, 1);
        OneLayer dense = new OneLayer(NetworkSpec.input(1).dense(1), 0, 1, 1)) {
      assertThat(lstm.kernel().explain())
          .isEqualTo("reference lstm: textbook loops in double precision");
      assertThat(dense.kernel().explain())
          .isEqualTo("reference dense: textbook loops in double precision");
      assertThat(lstm.kernel().internals())
          .containsOnlyKeys("i", "f", "g", "o", "c", "h", "dh", "dc");
      assertThat(gru.kernel().internals()).containsOnlyKeys("r", "z", "n", "q", "h", "dh");
      assertThat(dense.kernel().internals()).isEmpty();
    }
  }

  /** Run 3 and seed 11 are those of {@link OneLayer}. */
  @Test
  void anElementWhoseNumberIsTheProbabilityIsKept() {
    double probability = new Philox(11, Purpose.DROPOUT, 0, 3).uniform(0);
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).dropout(probability), 0, 1, 1)) {
      layer.given.put("x", new double[] {1});
      assertThat(layer.run().get("y")).containsExactly(1 / (1 - probability));
    }
  }
}
