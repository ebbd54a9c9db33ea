package io.carousel.parity;

import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.PlanShape;

/** K and T of a layer: how long its sums are, and how often a result is fed back. */
final class Accumulation {
  private Accumulation() {}

  /** The tolerance of a layer's outputs and states. */
  static Tolerance forward(LayerInstance layer, int steps) {
    return Tolerance.of(length(layer, steps), feedbacks(layer.spec(), steps));
  }

  /** The tolerance of the gradients by a layer's input and initial states. */
  static Tolerance backward(LayerInstance layer, int steps) {
    return forward(layer, steps).doubled();
  }

  /** The tolerance of the gradients by a layer's weights: sums over all N and all T. */
  static Tolerance weightGradient(LayerInstance layer, PlanShape shape) {
    long length = Math.max(length(layer, shape.steps()), shape.sequences());
    return Tolerance.of(length, shape.steps()).doubled();
  }

  /** The tolerance of a network's output: that of its layers together. */
  static Tolerance forward(NetworkSpec network, int steps) {
    return network.instances().stream()
        .map(layer -> forward(layer, steps))
        .reduce(Tolerance.EXACT, Tolerance::plus);
  }

  /** The tolerance of the gradients by any weight of a network. */
  static Tolerance gradient(NetworkSpec network, PlanShape shape) {
    return network.instances().stream()
        .map(layer -> weightGradient(layer, shape))
        .reduce(Tolerance.EXACT, Tolerance::plus);
  }

  /** The longest sum; recurrent layers add W x, R h and b. */
  private static long length(LayerInstance layer, int steps) {
    LayerSpec spec = layer.spec();
    if (spec instanceof RecurrentSpec recurrent) {
      return layer.inputWidth() + recurrent.hiddenSize() + 1L;
    } else if (spec instanceof DenseSpec) {
      return layer.inputWidth() + 1L;
    } else if (spec instanceof PoolSpec pool && pool.pooling() == Pooling.MEAN) {
      return steps;
    }
    return 1;
  }

  private static int feedbacks(LayerSpec spec, int steps) {
    return spec instanceof RecurrentSpec ? steps : 1;
  }
}
