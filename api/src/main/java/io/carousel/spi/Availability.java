package io.carousel.spi;

import java.util.Locale;

/** Whether a backend can run on this machine, as a value. */
public sealed interface Availability {
  /**
   * It can.
   *
   * @param description what would run, such as {@code pure Java, double precision}
   */
  record Available(String description) implements Availability {}

  /**
   * It cannot.
   *
   * @param reason what is missing
   * @param remedy what the user can do about it
   * @param brief a few words for those who did not ask for this backend, as where a machine has no
   *     such device; empty where everybody should read reason and remedy
   * @param cause the exception behind it, or null
   */
  record Unavailable(String reason, String remedy, String brief, Throwable cause)
      implements Availability {
    /** Of something that everybody should read. */
    public Unavailable(String reason, String remedy, Throwable cause) {
      this(reason, remedy, "", cause);
    }

    /** What is said to those who did not ask for this backend. */
    @Override
    public String brief() {
      return brief.isEmpty() ? text() : brief;
    }

    /** Reason and remedy as two sentences, the second begun with a capital. */
    public String text() {
      return remedy.isEmpty()
          ? reason
          : reason + ". " + remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1);
    }
  }
}
