package io.carousel.model;

/** Which way a recurrent layer reads the sequence. */
public enum Direction {
  FORWARD(1),
  BACKWARD(1),
  /** Both ways; the output is the concatenation [forward, backward] on the feature axis. */
  BIDIRECTIONAL(2);

  private final int count;

  Direction(int count) {
    this.count = count;
  }

  /** D of the contract: 2 for bidirectional, else 1. */
  public int count() {
    return count;
  }

  /** Whether the direction with this number, 0 to count - 1, starts at the last valid step. */
  public boolean readsBackward(int number) {
    return switch (this) {
      case FORWARD -> false;
      case BACKWARD -> true;
      case BIDIRECTIONAL -> number == 1;
    };
  }

  /** The name of the direction with this number, as it stands in tensor names. */
  public String label(int number) {
    return readsBackward(number) ? "backward" : "forward";
  }
}
