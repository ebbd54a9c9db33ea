package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * The shape that a plan is made for, and the key under which it is cached.
 *
 * @param steps T, the padded number of time steps
 * @param sequences N, with missing rows as sequences of length 0
 * @param ragged whether lengths differ from T; if not, a backend may ignore them
 * @param stateful whether h and c come from a session and go back to it
 * @param precision the arithmetic promised
 */
public record PlanShape(
    int steps, int sequences, boolean ragged, boolean stateful, Precision precision) {
  public PlanShape {
    Require.positive(steps, "steps");
    Require.positive(sequences, "sequences");
  }
}
