package io.carousel.error;

/** A backend was required by name but cannot run here; the message carries reason and remedy. */
public final class BackendUnavailableException extends CarouselException {
  private static final long serialVersionUID = 1L;

  /** Whether something is broken, not the machine unfit. */
  private final boolean damaged;

  public BackendUnavailableException(String message, Throwable cause) {
    this(message, false, cause);
  }

  private BackendUnavailableException(String message, boolean damaged, Throwable cause) {
    super(message, cause);
    this.damaged = damaged;
  }

  /**
   * For a jar that is not as it was built, or a library that computes something else than the
   * equations: who falls back from it is warned, not only told.
   */
  public static BackendUnavailableException damaged(String message, Throwable cause) {
    return new BackendUnavailableException(message, true, cause);
  }

  /** Whether something is broken, not the machine unfit. */
  public boolean damaged() {
    return damaged;
  }
}
