package io.carousel.data;

import io.carousel.internal.Require;

/**
 * Which of the rows after a window are to be foretold: those from {@code first} to {@code last},
 * counted from 1 for the row right after the window.
 */
public record Horizon(int first, int last) {
  public Horizon {
    Require.positive(first, "first");
    Require.that(last >= first, "last must not be before first, first=" + first + ", last=" + last);
  }

  /** Only the row this many steps ahead. */
  public static Horizon ahead(int steps) {
    return new Horizon(steps, steps);
  }

  /** All of the next rows. */
  public static Horizon next(int steps) {
    return new Horizon(1, steps);
  }

  /** The number of rows. */
  public int rows() {
    return last - first + 1;
  }
}
