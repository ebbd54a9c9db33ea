package io.carousel.predict;

import io.carousel.model.NetworkSpec;

/**
 * h and c of every layer after what a stream has shown so far. Immutable: it can be kept, and gone
 * on from more than once.
 */
public final class StreamState {
  private final NetworkSpec network;
  private final double[] states;

  StreamState(NetworkSpec network, double[] states) {
    this.network = network;
    this.states = states;
  }

  NetworkSpec network() {
    return network;
  }

  double[] states() {
    return states;
  }
}
