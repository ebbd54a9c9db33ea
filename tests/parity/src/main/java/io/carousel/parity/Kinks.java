package io.carousel.parity;

import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Precision;

/**
 * Where a derivative jumps. Relu's is 0 on one side and 1 on the other, and only one of two equal
 * maxima gets the gradient. A sum that comes within rounding of the jump has either; in strict
 * precision that happens to one sum in millions and cases are chosen so that it does not, but with
 * factors of 8 bits it happens to one in a few hundred, and then an honest gradient is wrong by a
 * whole term. So gradients through kinks are compared in strict precision only.
 */
final class Kinks {
  private Kinks() {}

  /** Whether a tensor of a layer need not agree in this precision, being a gradient by a kink. */
  static boolean excuse(LayerInstance layer, String tensor, Precision precision) {
    return precision != Precision.STRICT
        && relu(layer)
        && tensor.startsWith("d")
        && !tensor.contains("padding");
  }

  private static boolean relu(LayerInstance layer) {
    LayerSpec spec = layer.spec();
    return switch (spec.kind()) {
      case RECURRENT -> relu(((RecurrentSpec) spec).cell());
      case DENSE -> ((DenseSpec) spec).activation() == Activation.RELU;
      case EMBEDDING, DROPOUT, POOL -> false;
    };
  }

  /** Whether a cell is unbounded above and has a kink. */
  static boolean relu(Cell cell) {
    return switch (cell) {
      case RNN_RELU -> true;
      case LSTM, GRU, RNN_TANH -> false;
    };
  }

  /** Whether there is one anywhere behind rounded sums. */
  static boolean in(NetworkSpec network) {
    return network.instances().stream().anyMatch(layer -> relu(layer) || maximum(layer));
  }

  private static boolean maximum(LayerInstance layer) {
    LayerSpec spec = layer.spec();
    return switch (spec.kind()) {
      case POOL -> ((PoolSpec) spec).pooling() == Pooling.MAX;
      case EMBEDDING, RECURRENT, DROPOUT, DENSE -> false;
    };
  }
}
