package io.carousel.error;

/** A backend was required by name but cannot run here; the message carries reason and remedy. */
public final class BackendUnavailableException extends CarouselException {
  private static final long serialVersionUID = 1L;

  /** Whether something is broken, not the machine unfit. */
  private final boolean damaged;

  private final String brief;

  public BackendUnavailableException(String message, Throwable cause) {
    this(message, message, false, cause);
  }

  /**
   * With the same in a few words.
   *
   * @param brief for those who did not ask for this backend
   */
  public BackendUnavailableException(String message, String brief, Throwable cause) {
    this(message, brief, false, cause);
  }

  private BackendUnavailableException(
      String message, String brief, boolean damaged, Throwable cause) {
    super(message, cause);
    this.brief = brief;
    this.damaged = damaged;
  }

  /**
   * For a jar that is not as it was built, or a library that computes something else than the
   * equations: who falls back from it is warned, not only told.
   */
  public static BackendUnavailableException damaged(String message, Throwable cause) {
    return new BackendUnavailableException(message, message, true, cause);
  }

  /** The message, or a few words where it concerns only who asked for this backend. */
  public String brief() {
    return brief;
  }

  /** Whether something is broken, not the machine unfit. */
  public boolean damaged() {
    return damaged;
  }
}
