package io.carousel.model;

import static io.carousel.model.RecurrentOption.bidirectional;
import static io.carousel.model.RecurrentOption.forgetBias;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
  private static final long SEED = 8;

  private static double[] tensor(NetworkSpec network, String name) {
    ParameterLayout.Tensor tensor = ParameterLayout.of(network).tensor(name);
    int from = (int) tensor.offset();
    return Arrays.copyOfRange(InitialWeights.of(network, SEED), from, from + tensor.size());
  }

  /** All within the limit and, of many, some near it. */
  private static void fills(double[] values, double limit) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    assertThat(largest).isLessThanOrEqualTo(limit).isGreaterThan(0.95 * limit);
    assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.2 * limit));
  }

  @Test
  void everyGatesRecurrentBlockIsOrthogonal() {
    int hidden = 7;
    double[] r = tensor(NetworkSpec.input(3).lstm(hidden), "0.lstm.0.forward.R");
    for (int gate = 0; gate < 4; gate++) {
      for (int a = 0; a < hidden; a++) {
        for (int b = 0; b < hidden; b++) {
          double dot = 0;
          for (int k = 0; k < hidden; k++) {
            int block = gate * hidden;
            dot += r[(block + a) * hidden + k] * r[(block + b) * hidden + k];
          }
          assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-13));
        }
      }
    }
    assertThat(Arrays.copyOf(r, 49)).isNotEqualTo(Arrays.copyOfRange(r, 49, 98));
  }

  /** sqrt(6 / (outputs + inputs)): for the recurrent layer a gate's H outputs. */
  @Test
  void inputMatricesAreGlorotUniform() {
    NetworkSpec network = NetworkSpec.input(10).lstm(20).dense(30);
    fills(tensor(network, "0.lstm.0.forward.W"), Math.sqrt(6.0 / 30));
    fills(tensor(network, "1.dense.W"), Math.sqrt(6.0 / 50));
    assertThat(tensor(network, "1.dense.b")).containsOnly(0);
  }

  @Test
  void biasesAreZeroButTheForgetGates() {
    double[] b = tensor(NetworkSpec.input(1).lstm(2), "0.lstm.0.forward.b");
    assertThat(b).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    assertThat(tensor(NetworkSpec.input(1).gru(2), "0.gru.0.forward.b")).containsOnly(0);
    assertThat(tensor(NetworkSpec.input(1).gru(2), "0.gru.0.forward.rb")).containsOnly(0);
  }

  @Test
  void aForgetBiasThatWasAskedForCountsWithEveryInitializer() {
    NetworkSpec network = NetworkSpec.input(1).lstm(1, forgetBias(-3), bidirectional());
    assertThat(tensor(network, "0.lstm.0.backward.b")).containsExactly(0, -3, 0, 0);
    double[] b = tensor(network.initialized(Initializer.pytorch()), "0.lstm.0.forward.b");
    assertThat(b[1]).isEqualTo(-3);
    assertThat(b[0]).isNotZero();
  }

  /** Rows of expected square norm 1: the variance of uniform(a) is a^2 / 3. */
  @Test
  void embeddingsHaveRowsOfUnitLength() {
    double[] w = tensor(NetworkSpec.tokens(100).embedding(12), "0.embedding.W");
    fills(w, 0.5);
    double squares = Arrays.stream(w).map(v -> v * v).sum();
    assertThat(squares / 100).isCloseTo(1, within(0.1));
  }

  @Test
  void pytorchDrawsAllOfALayerWithinOneLimit() {
    NetworkSpec network =
        NetworkSpec.tokens(100).embedding(9).gru(25).dense(40).initialized(Initializer.pytorch());
    for (String name : new String[] {"W", "R", "b"}) {
      fills(tensor(network, "1.gru.0.forward." + name), 0.2);
    }
    fills(tensor(network, "2.dense.W"), 0.2);
    double[] rows = tensor(network, "0.embedding.W");
    double variance = Arrays.stream(rows).map(v -> v * v).average().orElseThrow();
    assertThat(variance).isCloseTo(1, within(0.15));
  }

  @Test
  void uniformDrawsEverythingWithinItsLimit() {
    NetworkSpec network =
        NetworkSpec.tokens(50)
            .embedding(9)
            .lstm(16)
            .dense(40)
            .initialized(Initializer.uniform(0.3));
    fills(InitialWeights.of(network, SEED), 0.3);
    fills(tensor(network, "1.lstm.0.forward.b"), 0.3);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherOthers() {
    NetworkSpec network = NetworkSpec.input(3).lstm(4).dense(2);
    double[] first = InitialWeights.of(network, 1);
    assertThat(InitialWeights.of(network, 1)).containsExactly(first);
    assertThat(InitialWeights.of(network, 2)).isNotEqualTo(first);
  }
}
