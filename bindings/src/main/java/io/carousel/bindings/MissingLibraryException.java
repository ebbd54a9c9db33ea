package io.carousel.bindings;

/** A native library cannot be loaded; the message says which, why, and what to add or change. */
public final class MissingLibraryException extends RuntimeException {
  /** The remedy for most damaged jars. */
  static final String ANOTHER_COPY = "the jar is damaged: take another copy of it";

  private static final long serialVersionUID = 1L;

  /** The constraint, then name=value. */
  private final String reason;

  /** What to add or change. */
  private final String remedy;

  private final boolean damaged;

  private MissingLibraryException(Problem problem, boolean damaged, Throwable cause) {
    super(problem.message(), cause);
    this.reason = problem.reason();
    this.remedy = problem.remedy();
    this.damaged = damaged;
  }

  MissingLibraryException(Problem problem, Throwable cause) {
    this(problem, false, cause);
  }

  /** For what nobody has chosen and no machine explains: a jar that is not as it was built. */
  static MissingLibraryException damaged(String reason, String remedy, Throwable cause) {
    return new MissingLibraryException(new Problem(reason, remedy), true, cause);
  }

  /**
   * With both halves of the message.
   *
   * @param reason the constraint, then name=value
   * @param remedy what to add or change
   * @param cause may be null
   */
  public MissingLibraryException(String reason, String remedy, Throwable cause) {
    this(new Problem(reason, remedy), cause);
  }

  /** Whether a jar is damaged, not the machine unfit. */
  public boolean damaged() {
    return damaged;
  }

  /** What is wrong: the first half of the message. */
  public String reason() {
    return reason;
  }

  /** What to add or change: the second half of the message. */
  public String remedy() {
    return remedy;
  }

  Problem problem() {
    return new Problem(reason, remedy);
  }
}
