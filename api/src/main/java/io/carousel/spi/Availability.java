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
   * @param cause the exception behind it, or null
   */
  record Unavailable(String reason, String remedy, Throwable cause) implements Availability {
    /** Reason and remedy as two sentences, the second begun with a capital. */
    public String text() {
      return remedy.isEmpty()
          ? reason
          : reason + ". " + remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1);
    }
  }
}
