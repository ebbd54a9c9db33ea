package io.carousel.predict;

/**
 * h and c of every layer after what a stream has shown so far. Immutable: it can be kept, and gone
 * on from more than once.
 */
public final class StreamState {
  private final double[] states;

  StreamState(double[] states) {
    this.states = states;
  }

  double[] states() {
    return states;
  }
}
