package io.carousel.bindings;

/** A native library cannot be loaded; the message says which, why, and what to add or change. */
public final class MissingLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
