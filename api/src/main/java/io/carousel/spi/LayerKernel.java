package io.carousel.spi;

import java.util.Map;

/** Forward and backward of one layer, sharing whatever forward saves for backward. */
public interface LayerKernel {
  /** Computes y, and hT and cT, from x, and h0 and c0. */
  Kernel forward();

  /**
   * From dy, and dhT and dcT: overwrites dx, and dh0 and dc0; adds to the parameters' gradient
   * sums. Runs after forward on the same data, once.
   */
  Kernel backward();

  /** Which implementation was chosen, and why each faster one was refused. */
  String explain();

  /**
   * What can be looked at after a run, by name; only the reference shows anything. A recurrent
   * layer shows its gates, {@code c} and {@code h}, and after backward {@code dh} and {@code dc}:
   * the gradients of the loss by h_t and c_t over all paths. Each is [D, T, N, H], zero past each
   * length.
   */
  default Map<String, Buffer> internals() {
    return Map.of();
  }
}
