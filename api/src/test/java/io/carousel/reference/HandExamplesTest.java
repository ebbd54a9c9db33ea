package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.Parameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Single steps of single units, worked out on paper. The sums inside the gates are chosen so that
 * the gates are fractions: sigmoid(0) = 1/2, sigmoid(ln 3) = 3/4, sigmoid(-ln 3) = 1/4, tanh(ln 2)
 * = 3/5.
 */
class HandExamplesTest {
  private static final double LN2 = Math.log(2);
  private static final double LN3 = Math.log(3);

  /**
   * With x = 2 and h' = -1 every sum is 2 W - R + b:
   *
   * <pre>
   *   gate   W          R    b     sum       value
   *   i      ln 3 / 2   1    1     ln 3      3/4
   *   f      1          1   -1     0         1/2
   *   g      ln 2 / 2   1/2  1/2   ln 2      3/5
   *   o     -ln 3 / 2   2    2    -ln 3      1/4
   *
   *   c' = 2 ln 2 - 9/10
   *   c  = f c' + i g = ln 2 - 9/20 + 9/20 = ln 2       h = o tanh(c) = 1/4 * 3/5 = 3/20
   * </pre>
   *
   * <p>Backward from dh = 1 and nothing into c:
   *
   * <pre>
   *   dc   = dh o (1 - tanh(c)^2) = 1/4 * 16/25      = 4/25       dc' = dc f = 2/25
   *   da_i = dc g i (1 - i)  = 4/25 * 3/5 * 3/16     = 0.018
   *   da_f = dc c' f (1 - f) = 4/25 * c' * 1/4       = c' / 25
   *   da_g = dc i (1 - g^2)  = 4/25 * 3/4 * 16/25    = 0.0768
   *   da_o = dh tanh(c) o (1 - o) = 3/5 * 3/16       = 0.1125
   *   dW = 2 da     dR = -da     db = da
   *   dx  = 0.018 ln 3 / 2 + c' / 25 + 0.0768 ln 2 / 2 - 0.1125 ln 3 / 2
   *   dh' = 0.018 + c' / 25 + 0.0384 + 0.225
   * </pre>
   */
  @Test
  void anLstmStepIsWhatPaperSays() {
    double c0 = 2 * LN2 - 0.9;
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).lstm(1), 0, 1, 1)) {
      weights(layer, LN3 / 2, 1, LN2 / 2, -LN3 / 2, /* R */ 1, 1, 0.5, 2, /* b */ 1, -1, 0.5, 2);
      given(layer, Map.of("x", 2.0, "h0", -1.0, "c0", c0, "dy", 1.0, "dhT", 0.0, "dcT", 0.0));
      Map<String, double[]> results = layer.run();
      near(layer.internal("i"), 0.75);
      near(layer.internal("f"), 0.5);
      near(layer.internal("g"), 0.6);
      near(layer.internal("o"), 0.25);
      near(layer.internal("c"), LN2);
      near(results.get("y"), 0.15);
      near(results.get("hT"), 0.15);
      near(results.get("cT"), LN2);
      near(layer.internal("dh"), 1);
      near(layer.internal("dc"), 0.16);
      near(results.get("dc0"), 0.08);
      double f = c0 / 25;
      near(results.get("d0.lstm.0.forward.W"), 0.036, 2 * f, 0.1536, 0.225);
      near(results.get("d0.lstm.0.forward.R"), -0.018, -f, -0.0768, -0.1125);
      near(results.get("d0.lstm.0.forward.b"), 0.018, f, 0.0768, 0.1125);
      near(results.get("dx"), 0.009 * LN3 + f + 0.0384 * LN2 - 0.05625 * LN3);
      near(results.get("dh0"), 0.018 + f + 0.0384 + 0.225);
    }
  }

  /**
   * With x = 2 and h' = -1:
   *
   * <pre>
   *   r = sigmoid(2 * ln 3 / 2 - 1 + 1) = 3/4       z = sigmoid(2 * 1 - 1 - 1) = 1/2
   *   q = R_n h' + rb = -2 + 6 = 4                  n = tanh(2 * ln 2 / 2 - 3 + r q) = 3/5
   *   h = (1 - z) n + z h' = 3/10 - 1/2 = -1/5
   * </pre>
   *
   * <p>Backward from dh = 1:
   *
   * <pre>
   *   da_n = (1 - z) (1 - n^2) = 1/2 * 16/25 = 0.32         dq = da_n r = 0.24
   *   da_r = da_n q r (1 - r)  = 0.32 * 4 * 3/16 = 0.24     da_z = (h' - n) z (1 - z) = -0.4
   *   dx  = 0.24 ln 3 / 2 - 0.4 + 0.32 ln 2 / 2
   *   dh' = z + 0.24 * 1 - 0.4 * 1 + 0.24 * 2 = 0.82
   * </pre>
   */
  @Test
  void aGruStepIsWhatPaperSays() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).gru(1), 0, 1, 1)) {
      weights(layer, LN3 / 2, 1, LN2 / 2, /* R */ 1, 1, 2, /* b */ 1, -1, -3, /* rb */ 6);
      given(layer, Map.of("x", 2.0, "h0", -1.0, "dy", 1.0, "dhT", 0.0));
      Map<String, double[]> results = layer.run();
      near(layer.internal("r"), 0.75);
      near(layer.internal("z"), 0.5);
      near(layer.internal("n"), 0.6);
      near(results.get("y"), -0.2);
      near(results.get("d0.gru.0.forward.W"), 0.48, -0.8, 0.64);
      near(results.get("d0.gru.0.forward.R"), -0.24, 0.4, -0.24);
      near(results.get("d0.gru.0.forward.b"), 0.24, -0.4, 0.32);
      near(results.get("d0.gru.0.forward.rb"), 0.24);
      near(results.get("dx"), 0.12 * LN3 - 0.4 + 0.16 * LN2);
      near(results.get("dh0"), 0.82);
    }
  }

  /**
   * Of R only the rows of n are not zero, so that r = z = 1/2. With h' = (1, -1):
   *
   * <pre>
   *          0   -2 ln 2
   *   R_n =                  q = (2 ln 2, 2 ln 2)     n = tanh(q / 2) = (3/5, 3/5)
   *        2 ln 2   0        h = n / 2 + h' / 2 = (4/5, -1/5)
   * </pre>
   */
  @Test
  void theUnitsOfAGruReadTheirOwnRows() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).gru(2), 0, 1, 1)) {
      double[] weights = new double[(int) layer.parameters.layout().size()];
      int candidate = 6 * 1 + 4 * 2; // after W, and the rows of r and z
      weights[candidate + 1] = -2 * LN2;
      weights[candidate + 2] = 2 * LN2;
      weights(layer, weights);
      layer.given.put("x", new double[] {0});
      layer.given.put("h0", new double[] {1, -1});
      near(layer.run().get("y"), 0.8, -0.2);
    }
  }

  /** h = tanh(2 * ln 2 / 2 - 1 + 1) = 3/5; da = 16/25; dW = 32/25, dR = -16/25, db = 16/25. */
  @Test
  void anRnnStepIsWhatPaperSays() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).rnn(1), 0, 1, 1)) {
      weights(layer, LN2 / 2, 1, 1);
      given(layer, Map.of("x", 2.0, "h0", -1.0, "dy", 1.0, "dhT", 0.0));
      Map<String, double[]> results = layer.run();
      near(results.get("y"), 0.6);
      near(results.get("d0.rnn.0.forward.W"), 1.28);
      near(results.get("d0.rnn.0.forward.R"), -0.64);
      near(results.get("d0.rnn.0.forward.b"), 0.64);
    }
  }

  private static void weights(OneLayer layer, double... weights) {
    layer.parameters.write(Parameters.Block.WEIGHTS, weights);
  }

  private static void given(OneLayer layer, Map<String, Double> values) {
    values.forEach((name, value) -> layer.given.put(name, new double[] {value}));
  }

  /** A few roundings apart at most: all numbers here are below 3. */
  private static void near(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(4e-15));
  }
}
