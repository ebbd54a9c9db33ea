package io.carousel.random;

/** What random numbers are drawn for; each purpose has a stream of its own. */
public enum Purpose {
  /** Initial weights; the layer is the tensor's number in the parameter layout, the step is 0. */
  WEIGHTS(1),
  /** The order of the examples of an epoch; the layer is 0, the step is the epoch. */
  SHUFFLE(2),
  /** Dropout masks; the layer is the layer instance's number, the step the dropout counter. */
  DROPOUT(3),
  /** Anything that a user draws: sampling from a model, generated data. */
  USER(4);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  /** The number that stands for this purpose in the generator's counter; never changes. */
  public int code() {
    return code;
  }
}
