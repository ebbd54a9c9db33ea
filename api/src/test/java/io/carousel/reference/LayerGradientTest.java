package io.carousel.reference;

import static io.carousel.model.RecurrentOption.backward;
import static io.carousel.model.RecurrentOption.bidirectional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.DropoutSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer's gradients against central differences, on ragged batches with empty sequences. */
class LayerGradientTest {
  private static final int STEPS = 5;
  private static final int[] LENGTHS = {3, 0, 5, 1};

  static Stream<Arguments> layers() {
    List<Arguments> layers = new ArrayList<>();
    RecurrentOption forward = spec -> spec;
    for (Cell cell : Cell.values()) {
      for (RecurrentOption way : List.of(forward, backward(), bidirectional())) {
        add(layers, NetworkSpec.input(3).recurrent(cell, 4, way), 0);
      }
    }
    add(layers, NetworkSpec.tokens(5).embedding(3), 0);
    for (Pooling pooling : Pooling.values()) {
      add(layers, NetworkSpec.input(3).gru(2, bidirectional()).then(new PoolSpec(pooling)), 1);
      add(layers, NetworkSpec.input(3).gru(3, backward()).then(new PoolSpec(pooling)), 1);
    }
    for (Activation activation : Activation.values()) {
      add(layers, NetworkSpec.input(3).dense(4, activation), 0);
      add(layers, NetworkSpec.input(3).lastPosition().dense(4, activation), 1);
    }
    add(layers, NetworkSpec.input(3).then(new DropoutSpec(0.4)), 0);
    add(layers, NetworkSpec.input(3).lastPosition().then(new DropoutSpec(0.4)), 1);
    return layers.stream();
  }

  private static void add(List<Arguments> layers, NetworkSpec network, int number) {
    String name =
        network.layers().get(number).describe()
            + (number > 0 ? " after " + network.layers().get(0).describe() : "");
    layers.add(arguments(name, network, number));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void gradientsAgreeWithCentralDifferences(String name, NetworkSpec network, int number) {
    try (OneLayer layer = new OneLayer(network, number, STEPS, LENGTHS)) {
      Map<String, double[]> gradients = layer.run();
      assertThat(Agreement.disagreements(gradients, layer.differences(Agreement.STEP))).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void outputsAndGradientsAreZeroPastTheLengths(String name, NetworkSpec network, int number) {
    try (OneLayer layer = new OneLayer(network, number, STEPS, LENGTHS)) {
      Map<String, double[]> results = layer.run();
      for (String padded : List.of("y", "dx")) {
        double[] values = results.getOrDefault(padded, new double[0]);
        for (int e = 0; e < values.length; e++) {
          assertThat(layer.isValid(padded, e) || values[e] == 0).isTrue();
        }
      }
    }
  }

  /** [D, T, N, H], all of it NaN before the run. */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void whatALayerShowsIsZeroPastTheLengths(Cell cell) {
    int sequences = LENGTHS.length;
    int hidden = 2;
    NetworkSpec network = NetworkSpec.input(3).recurrent(cell, hidden, bidirectional());
    try (OneLayer layer = new OneLayer(network, 0, STEPS, LENGTHS)) {
      layer.run();
      for (String name : layer.kernel().internals().keySet()) {
        double[] values = layer.internal(name);
        assertThat(values).hasSize(2 * STEPS * sequences * hidden);
        for (int e = 0; e < values.length; e++) {
          int row = e / hidden;
          boolean valid = row / sequences % STEPS < LENGTHS[row % sequences];
          assertThat(valid || values[e] == 0).as(name + " " + e).isTrue();
          assertThat(values[e]).isFinite();
        }
      }
    }
  }

  /** The controls: wrong gradients that the comparison must find. */
  @Test
  void aGradientScaledByOnePercentIsFound() {
    try (OneLayer layer = lstm(LENGTHS)) {
      Map<String, double[]> gradients = layer.run();
      gradients.replaceAll((name, g) -> Arrays.stream(g).map(v -> 1.01 * v).toArray());
      assertThat(Agreement.disagreements(gradients, layer.differences(Agreement.STEP)))
          .hasSameSizeAs(List.of("dx", "dh0", "dc0", "dW", "dR", "db"));
    }
  }

  @Test
  void twoSwappedGatesAreFound() {
    try (OneLayer layer = lstm(LENGTHS)) {
      Map<String, double[]> gradients = layer.run();
      double[] bias = gradients.get("d0.lstm.0.forward.b");
      for (int j = 0; j < 4; j++) {
        double kept = bias[j];
        bias[j] = bias[4 + j];
        bias[4 + j] = kept;
      }
      assertThat(Agreement.disagreements(gradients, layer.differences(Agreement.STEP)))
          .singleElement()
          .asString()
          .startsWith("d0.lstm.0.forward.b differs by ");
    }
  }

  @Test
  void aDroppedStepIsFound() {
    try (OneLayer full = lstm(LENGTHS);
        OneLayer shorter = lstm(3, 0, 4, 1)) {
      shorter.given.replaceAll((name, old) -> full.given.get(name));
      assertThat(Agreement.disagreements(shorter.run(), full.differences(Agreement.STEP)))
          .hasSameSizeAs(List.of("dx", "dh0", "dc0", "dW", "dR", "db"));
    }
  }

  @Test
  void aTieInTheMaximumGoesToTheFirstStep() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).maxOverTime(), 0, 3, 3)) {
      layer.given.put("x", new double[] {1, 2, 2});
      layer.given.put("dy", new double[] {7});
      assertThat(layer.run().get("dx")).containsExactly(0, 7, 0);
    }
  }

  private static OneLayer lstm(int... lengths) {
    return new OneLayer(NetworkSpec.input(3).lstm(4), 0, STEPS, lengths);
  }
}
