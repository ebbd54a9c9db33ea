package io.carousel.benchmarks.gpu;

import io.carousel.benchmarks.Shape;
import io.carousel.spi.Precision;
import java.util.Locale;

/** What is measured: an LSTM of this size, all steps valid, its last step and one output. */
record StepCase(Shape shape, Precision precision, Part part) {
  /** Of clipping by the global norm. */
  static final double MAXIMUM_NORM = 1;

  /** Of Adam: small, so that the losses of different arithmetics stay comparable. */
  static final double LEARNING_RATE = 1e-4;

  /** As in {@code strict}. */
  String precisionLabel() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return shape + " " + precisionLabel() + " " + part.label();
  }
}
