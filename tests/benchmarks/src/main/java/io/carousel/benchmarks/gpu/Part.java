package io.carousel.benchmarks.gpu;

import java.util.Arrays;
import java.util.Locale;

/** How much of a training step is measured. */
enum Part {
  /** The LSTM's forward pass, for prediction; what it reads is copied to the device each time. */
  FORWARD("forward"),
  /** Forward, head, loss and backward; what it reads is copied to the device each time. */
  GRADIENTS("forward+backward"),
  /** A batch is filled in; then forward, head, loss, backward, clip by the global norm, Adam. */
  STEP("step");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /** For people. */
  String label() {
    return label;
  }

  /** By its name in small letters. */
  static Part named(String name) {
    return Arrays.stream(values())
        .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a part must be one of [forward, gradients, step], part=" + name));
  }
}
