package io.carousel.spi;

/** The memory that a buffer stands in; a backend allocates each region once per plan. */
public enum Region {
  /** The network's input as the kernels see it: features [T, N, C], or tokens [T, N]. */
  INPUT,
  /** Layer outputs, saved gates and whatever the kernels need between forward and backward. */
  ACTIVATIONS,
  /** Gradients of layer outputs. */
  GRADIENTS,
  /** h and c before the first and after the last step, and their gradients. */
  CARRIED
}
