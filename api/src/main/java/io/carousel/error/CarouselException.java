package io.carousel.error;

/**
 * What Carousel throws when a run, and not an argument, is at fault. The message states the
 * constraint first, then {@code name=value}, then the remedy.
 */
public class CarouselException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CarouselException(String message) {
    super(message);
  }

  public CarouselException(String message, Throwable cause) {
    super(message, cause);
  }
}
