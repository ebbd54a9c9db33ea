package io.carousel.spi;

import io.carousel.error.UnsupportedSpecException;
import io.carousel.model.LayerInstance;

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

  /**
   * Throws unless a backend runs a layer in a precision.
   *
   * @throws UnsupportedSpecException naming backend, layer and reason
   */
  static void require(Backend backend, LayerInstance layer, Precision precision) {
    if (backend.supports(layer, precision) instanceof No no) {
      throw new UnsupportedSpecException(
          backend.name() + " cannot run " + layer.describe() + ": " + no.reason());
    }
  }

  static Support yes() {
    return Yes.INSTANCE;
  }

  static Support no(String reason) {
    return new No(reason);
  }
}
