package io.carousel.error;

/** A backend was required by name but cannot run here; the message carries reason and remedy. */
public final class BackendUnavailableException extends CarouselException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
