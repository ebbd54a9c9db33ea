package io.carousel.reference;

import static io.carousel.reference.ReferenceMath.sigmoid;

import io.carousel.model.Activation;
import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.spi.LayerPorts;

/** y = activation(W x + b), row by row. */
final class ReferenceDense extends ReferenceLayer {
  private final int units;
  private final Activation activation;
  private final boolean perStep;
  private final ReferenceRows x;
  private final ReferenceRows dx;
  private final ReferenceRows y;
  private final ReferenceRows dy;
  private final ReferenceWeights weights;
  private final ReferenceLinear linear;

  ReferenceDense(ReferenceMemory memory, LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    super(memory, "dense");
    units = spec.units();
    activation = spec.activation();
    perStep = layer.inputPerStep();
    int inputs = layer.inputWidth();
    x = memory.rows("x", ports.x(), perStep, inputs);
    dx = memory.rows("dx", ports.dx(), perStep, inputs);
    y = memory.rows("y", ports.y(), perStep, units);
    dy = memory.rows("dy", ports.dy(), perStep, units);
    Tensor w = memory.parameters.layout().tensor(layer.name() + ".W");
    Tensor b = memory.parameters.layout().tensor(layer.name() + ".b");
    weights = new ReferenceWeights(memory, w, b);
    linear = new ReferenceLinear(weights, w.offset(), inputs, b.offset());
  }

  @Override
  void forward(int n) {
    int rows = memory.validRows(n, perStep);
    for (int t = 0; t < rows; t++) {
      int from = x.row(t, n);
      int to = y.row(t, n);
      for (int k = 0; k < units; k++) {
        memory.values[to + k] = activate(linear.forward(k, memory.values, from));
      }
    }
    y.zero(memory.values, 0, rows, n);
  }

  /** da = dy activation'(a), and on to x, W and b. */
  @Override
  void backward(int n) {
    if (dx != null) {
      dx.zero(memory.values, 0, 0, n);
    }
    double[] v = memory.values;
    for (int t = 0; t < memory.validRows(n, perStep); t++) {
      int from = x.row(t, n);
      int to = dx == null ? ReferenceLinear.NONE : dx.row(t, n);
      for (int k = 0; k < units; k++) {
        double da = v[dy.row(t, n) + k] * slope(v[y.row(t, n) + k]);
        linear.backward(k, da, v, from, to);
      }
    }
    weights.add();
  }

  private double activate(double a) {
    return switch (activation) {
      case NONE -> a;
      case RELU -> Math.max(a, 0);
      case TANH -> Math.tanh(a);
      case SIGMOID -> sigmoid(a);
    };
  }

  /** The derivative of the activation where it has the value y. */
  private double slope(double y) {
    return switch (activation) {
      case NONE -> 1;
      case RELU -> y > 0 ? 1 : 0;
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
    };
  }
}
