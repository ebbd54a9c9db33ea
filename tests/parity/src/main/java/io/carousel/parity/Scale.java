package io.carousel.parity;

import java.util.Map;

/**
 * What the error of a very small tensor is relative to. One number, or a few, may by chance be the
 * small rest of large terms that cancel, and then even the best float32 result is far off relative
 * to itself. So a tensor of fewer than {@link #FEW} numbers is measured by its relatives: outputs
 * and states, gradients by input and initial states, or gradients by weights, which are sums of
 * terms of like size. Larger tensors are measured by their own norm alone.
 */
final class Scale {
  /** How many numbers, not counting zeros, are enough. */
  static final int FEW = 5;

  private final Map<String, Tensor> all;

  /** All tensors of a run, by name. */
  Scale(Map<String, Tensor> all) {
    this.all = all;
  }

  /** The least root mean square by which this tensor's error is to be measured. */
  double least(Tensor tensor) {
    String family = family(tensor.name());
    if (family.isEmpty() || tensor.count() >= FEW) {
      return 0;
    }
    double squares = 0;
    int count = 0;
    for (Tensor relative : all.values()) {
      if (family(relative.name()).equals(family)) {
        squares += relative.squares();
        count += relative.count();
      }
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  private static String family(String name) {
    if (name.startsWith("d/")) {
      return "gradients by weights";
    } else if (name.startsWith("updated/")) {
      return "weights";
    }
    return switch (name.split(" ", 2)[0]) {
      case "y", "hT", "cT", "output", "session" -> "outputs";
      case "dx", "dh0", "dc0" -> "gradients";
      default -> "";
    };
  }
}
