package io.carousel.spi;

/** Whether a backend runs a layer. */
public sealed interface Support {
  /** It does. */
  enum Yes implements Support {
    INSTANCE
  }

  /**
   * It does not.
   *
   * @param reason and remedy, as the end of a sentence
   */
  record No(String reason) implements Support {}

  static Support yes() {
    return Yes.INSTANCE;
  }

  static Support no(String reason) {
    return new No(reason);
  }
}
