package io.carousel.parity;

import io.carousel.model.LayerInstance;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;

/** K and T of a layer: how long its sums are, and how often a result is fed back. */
final class Accumulation {
  private Accumulation() {}

  /** The tolerance of a layer's outputs and states. */
  static Tolerance forward(LayerInstance layer, int steps, Precision precision) {
    return Tolerance.of(length(layer, steps), feedbacks(layer.spec(), steps))
        .plus(rounding(layer, steps, precision));
  }

  /** What a precision adds; nothing where a layer has no matrix product. */
  private static Tolerance rounding(LayerInstance layer, int steps, Precision precision) {
    LayerSpec spec = layer.spec();
    return switch (spec.kind()) {
      case RECURRENT, DENSE -> Tolerance.ofRounding(precision, feedbacks(spec, steps));
      case EMBEDDING, DROPOUT, POOL -> Tolerance.EXACT;
    };
  }

  /** The tolerance of the gradients by a layer's input and initial states. */
  static Tolerance backward(LayerInstance layer, int steps, Precision precision) {
    return forward(layer, steps, precision).doubled();
  }

  /** The tolerance of the gradients by a layer's weights: sums over all N and all T. */
  static Tolerance weightGradient(LayerInstance layer, PlanShape shape) {
    long length = Math.max(length(layer, shape.steps()), shape.sequences());
    return Tolerance.of(length, shape.steps())
        .plus(rounding(layer, shape.steps(), shape.precision()))
        .doubled();
  }

  /** The tolerance of a network's output: that of its layers together. */
  static Tolerance forward(NetworkSpec network, int steps, Precision precision) {
    return network.instances().stream()
        .map(layer -> forward(layer, steps, precision))
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
    return switch (spec.kind()) {
      case RECURRENT -> layer.inputWidth() + ((RecurrentSpec) spec).hiddenSize() + 1L;
      case DENSE -> layer.inputWidth() + 1L;
      case POOL -> length(((PoolSpec) spec).pooling(), steps);
      case EMBEDDING, DROPOUT -> 1;
    };
  }

  private static long length(Pooling pooling, int steps) {
    return switch (pooling) {
      case MEAN -> steps;
      case FINAL_STATE, LAST_POSITION, MAX -> 1;
    };
  }

  private static int feedbacks(LayerSpec spec, int steps) {
    return spec.carriesState() ? steps : 1;
  }
}
