package io.carousel.error;

/** A backend cannot run a layer of the network; the message names the layer and the reason. */
public final class UnsupportedSpecException extends CarouselException {
  private static final long serialVersionUID = 1L;

  public UnsupportedSpecException(String message) {
    super(message);
  }
}
