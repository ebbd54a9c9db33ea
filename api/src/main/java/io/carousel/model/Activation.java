package io.carousel.model;

/** What a dense layer does to its sums. */
public enum Activation {
  NONE,
  RELU,
  TANH,
  SIGMOID
}
