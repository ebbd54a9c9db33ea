package io.carousel.model;

/**
 * A setting of a recurrent layer, made to be imported statically: {@code lstm(128, layers(2),
 * dropout(0.2))}.
 */
@FunctionalInterface
public interface RecurrentOption {
  /** The spec with this setting. */
  RecurrentSpec apply(RecurrentSpec spec);

  /** This many layers on top of each other. */
  static RecurrentOption layers(int count) {
    return spec -> spec.withLayers(count);
  }

  /** Dropout between the layers of the stack. */
  static RecurrentOption dropout(double probability) {
    return spec -> spec.withDropout(probability);
  }

  /** Reads both ways. */
  static RecurrentOption bidirectional() {
    return spec -> spec.withDirection(Direction.BIDIRECTIONAL);
  }

  /** Reads from the last valid step to the first. */
  static RecurrentOption backward() {
    return spec -> spec.withDirection(Direction.BACKWARD);
  }

  /** The initial bias of an LSTM's forget gate. */
  static RecurrentOption forgetBias(double bias) {
    return spec -> spec.withForgetBias(bias);
  }
}
