package io.carousel.error;

/** More native memory would be taken than was allowed, or than there is; nothing was allocated. */
public final class MemoryLimitException extends CarouselException {
  private static final long serialVersionUID = 1L;

  /**
   * What was asked for, what is in use and what is allowed, in bytes.
   *
   * @param remedy what allows more
   */
  public MemoryLimitException(String what, long asked, long used, long allowed, String remedy) {
    super(
        what
            + " must fit the memory limit, asked="
            + asked
            + " bytes, used="
            + used
            + ", allowed="
            + allowed
            + "; "
            + remedy
            + ", close what is not needed, or use a smaller batch or shorter sequences");
  }

  private MemoryLimitException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The Java heap has no such block left. */
  public static MemoryLimitException ofHeap(String what, long asked, Throwable cause) {
    return new MemoryLimitException(
        what
            + " must fit the Java heap, asked="
            + asked
            + " bytes, heap="
            + Runtime.getRuntime().maxMemory()
            + "; give the JVM a larger heap with -Xmx, or use a smaller batch or shorter sequences",
        cause);
  }

  /** The system refused what the limit would have allowed. */
  public static MemoryLimitException ofSystem(String what, long asked, long used, Throwable cause) {
    return new MemoryLimitException(
        what
            + " must fit the memory that the system gives, asked="
            + asked
            + " bytes, used="
            + used
            + "; close what is not needed, use narrower layers or a smaller batch, or allow the"
            + " process more memory",
        cause);
  }
}
