package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * The shape that a plan is made for, and the key under which it is cached.
 *
 * @param steps T, the padded number of time steps
 * @param sequences N, with missing rows as sequences of length 0; T * N is at most {@value
 *     #MAX_POSITIONS}
 * @param ragged whether lengths differ from T; if not, a backend may ignore them
 * @param stateful whether h and c come from a session and go back to it
 * @param precision the arithmetic promised
 */
public record PlanShape(
    int steps, int sequences, boolean ragged, boolean stateful, Precision precision) {
  /** The most time steps of all sequences together: some tables have five numbers for each. */
  public static final int MAX_POSITIONS = 100_000_000;

  public PlanShape {
    Require.positive(steps, "steps");
    Require.positive(sequences, "sequences");
    Require.that(
        (long) steps * sequences <= MAX_POSITIONS,
        "steps * sequences must be at most "
            + MAX_POSITIONS
            + " in a plan, steps="
            + steps
            + ", sequences="
            + sequences
            + "; use a smaller batch or shorter sequences");
  }

  /** T * N. */
  public int positions() {
    return steps * sequences;
  }
}
