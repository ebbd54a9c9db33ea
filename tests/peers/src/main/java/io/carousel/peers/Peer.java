package io.carousel.peers;

/** One system at one shape, with the weights and the batch of an {@link Example} in its hands. */
interface Peer extends AutoCloseable {
  /** The learning rate of Adam; its other numbers are the usual ones. */
  double LEARNING_RATE = 1e-3;

  /** What the global norm of the gradient is clipped to. */
  double MAXIMUM_NORM = 1;

  /** Name, version, threads. */
  String describe();

  /**
   * A training step: forward, loss, backward, clip, Adam. The weights change, so whatever copy of
   * them a system keeps in another format has to be made anew.
   */
  void step();

  /** The loss that the last step saw before its update. */
  double loss();

  /** Forward of the LSTM alone with the weights at the start; the output stays where it is. */
  void infer();

  /** A copy of what the last inference put out, [T, N, H]. */
  float[] output();

  /** Where the time of the steps since the last call went, in milliseconds per step. */
  default StepProfile profile(int steps) {
    throw new UnsupportedOperationException("a profile is made of Carousel only");
  }

  @Override
  void close();
}
