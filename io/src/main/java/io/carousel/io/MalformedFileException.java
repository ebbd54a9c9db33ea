package io.carousel.io;

import io.carousel.error.CarouselException;

/** A model or checkpoint file does not say what it should; the message gives field and value. */
public final class MalformedFileException extends CarouselException {
  private static final long serialVersionUID = 1L;

  public MalformedFileException(String message) {
    super(message);
  }

  public MalformedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
