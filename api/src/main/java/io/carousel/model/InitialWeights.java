package io.carousel.model;

import io.carousel.internal.Require;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.util.Arrays;

/** Draws the weights with which a network starts, as one flat block in canonical order. */
public final class InitialWeights {
  private final double[] weights;
  private final Initializer initializer;
  private final long seed;

  private InitialWeights(int size, Initializer initializer, long seed) {
    this.weights = new double[size];
    this.initializer = initializer;
    this.seed = seed;
  }

  /** The block for this network and seed; the same bits always. */
  public static double[] of(NetworkSpec network, long seed) {
    ParameterLayout layout = ParameterLayout.of(network);
    int size = Require.arraySize(layout.size(), "the parameters");
    InitialWeights start = new InitialWeights(size, network.initializer(), seed);
    for (LayerInstance layer : network.instances()) {
      start.fill(layer, layout);
    }
    return start.weights;
  }

  private void fill(LayerInstance layer, ParameterLayout layout) {
    LayerSpec spec = layer.spec();
    switch (spec.kind()) {
      case EMBEDDING -> fillEmbedding(layout.tensor(layer.name() + ".W"));
      case DENSE ->
          fillDense(layout.tensor(layer.name() + ".W"), layout.tensor(layer.name() + ".b"));
      case RECURRENT -> fillRecurrent(layer, (RecurrentSpec) spec, layout);
      case DROPOUT, POOL -> {} // no weights
    }
  }

  private void fillEmbedding(ParameterLayout.Tensor table) {
    switch (initializer.kind()) {
      case STANDARD -> uniform(table, Math.sqrt(3.0 / table.columns()));
      case PYTORCH -> normal(table);
      case UNIFORM -> uniform(table, limit());
    }
  }

  private void fillDense(ParameterLayout.Tensor matrix, ParameterLayout.Tensor bias) {
    switch (initializer.kind()) {
      case STANDARD -> uniform(matrix, glorot(matrix.rows(), matrix.columns()));
      case PYTORCH -> {
        double limit = 1 / Math.sqrt(matrix.columns());
        uniform(matrix, limit);
        uniform(bias, limit);
      }
      case UNIFORM -> {
        uniform(matrix, limit());
        uniform(bias, limit());
      }
    }
  }

  private void fillRecurrent(LayerInstance layer, RecurrentSpec spec, ParameterLayout layout) {
    for (int d = 0; d < spec.direction().count(); d++) {
      fillDirection(layer, spec, d, layout);
    }
  }

  private void fillDirection(
      LayerInstance layer, RecurrentSpec spec, int direction, ParameterLayout layout) {
    for (RecurrentLayout.Shape shape : RecurrentLayout.shapes(spec, layer.inputWidth())) {
      ParameterLayout.Tensor tensor =
          layout.tensor(RecurrentLayout.tensorName(layer, direction, shape.tensor()));
      switch (initializer.kind()) {
        case STANDARD -> fillStandard(tensor, shape.tensor(), spec.hiddenSize());
        case PYTORCH -> uniform(tensor, 1 / Math.sqrt(spec.hiddenSize()));
        case UNIFORM -> uniform(tensor, limit());
      }
    }
    fillForgetBias(layer, spec, direction, layout);
  }

  /** Biases stay zero. */
  private void fillStandard(ParameterLayout.Tensor tensor, String name, int hidden) {
    if (name.equals(RecurrentLayout.INPUT_WEIGHTS)) {
      uniform(tensor, glorot(hidden, tensor.columns()));
    } else if (name.equals(RecurrentLayout.RECURRENT_WEIGHTS)) {
      orthogonal(tensor, hidden);
    }
  }

  /** A forget bias that was asked for counts always; the default 1 belongs to the default start. */
  private void fillForgetBias(
      LayerInstance layer, RecurrentSpec spec, int direction, ParameterLayout layout) {
    boolean wanted = startsForgetting() || spec.forgetBias().isPresent();
    if (!wanted || !spec.cell().hasForgetGate()) {
      return;
    }
    ParameterLayout.Tensor bias =
        layout.tensor(RecurrentLayout.tensorName(layer, direction, RecurrentLayout.BIAS));
    int from = (int) bias.offset() + RecurrentLayout.gateRow(spec.cell(), "f", spec.hiddenSize());
    Arrays.fill(weights, from, from + spec.hiddenSize(), spec.forgetBias().orElse(1));
  }

  /** Whether a forget gate starts with the bias 1 unless another was asked for. */
  private boolean startsForgetting() {
    return switch (initializer.kind()) {
      case STANDARD -> true;
      case PYTORCH, UNIFORM -> false;
    };
  }

  /** Of {@link Initializer.Uniform}. */
  private double limit() {
    return ((Initializer.Uniform) initializer).limit();
  }

  /** Glorot and Bengio, "Understanding the difficulty of training deep networks" (2010), eq. 16. */
  private static double glorot(int outputs, int inputs) {
    return Math.sqrt(6.0 / (outputs + inputs));
  }

  private Philox numbers(ParameterLayout.Tensor tensor) {
    return new Philox(seed, Purpose.WEIGHTS, tensor.number(), 0);
  }

  private void uniform(ParameterLayout.Tensor tensor, double limit) {
    Philox numbers = numbers(tensor);
    for (int i = 0; i < tensor.size(); i++) {
      weights[(int) tensor.offset() + i] = (2 * numbers.uniformDouble(i) - 1) * limit;
    }
  }

  private void normal(ParameterLayout.Tensor tensor) {
    Philox numbers = numbers(tensor);
    for (int i = 0; i < tensor.size(); i++) {
      weights[(int) tensor.offset() + i] = numbers.normal(i);
    }
  }

  /**
   * Each gate's [H, H] block becomes orthogonal: a block of normal numbers whose rows go through
   * the modified Gram-Schmidt process (Saxe, McClelland and Ganguli, 2013).
   */
  private void orthogonal(ParameterLayout.Tensor tensor, int hidden) {
    normal(tensor);
    for (int block = 0; block < tensor.rows(); block += hidden) {
      int first = (int) tensor.offset() + block * hidden;
      for (int row = 0; row < hidden; row++) {
        int current = first + row * hidden;
        scale(current, hidden, 1 / Math.sqrt(dot(current, current, hidden)));
        for (int later = row + 1; later < hidden; later++) {
          int other = first + later * hidden;
          subtract(other, current, dot(other, current, hidden), hidden);
        }
      }
    }
  }

  private double dot(int a, int b, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += weights[a + k] * weights[b + k];
    }
    return sum;
  }

  private void scale(int at, int count, double factor) {
    for (int k = 0; k < count; k++) {
      weights[at + k] *= factor;
    }
  }

  private void subtract(int from, int what, double factor, int count) {
    for (int k = 0; k < count; k++) {
      weights[from + k] -= factor * weights[what + k];
    }
  }
}
