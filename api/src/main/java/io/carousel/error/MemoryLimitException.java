package io.carousel.error;

/** Planning would take more native memory than was allowed; nothing was allocated. */
public final class MemoryLimitException extends CarouselException {
  private static final long serialVersionUID = 1L;

  /** What was asked for, what is in use and what is allowed, in bytes. */
  public MemoryLimitException(String what, long asked, long used, long allowed) {
    super(
        what
            + " must fit the memory limit, asked="
            + asked
            + " bytes, used="
            + used
            + ", allowed="
            + allowed
            + "; raise memoryLimit, close what is not needed, or use a smaller batch");
  }
}
