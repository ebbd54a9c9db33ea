package io.carousel;

import io.carousel.error.BackendUnavailableException;
import java.util.List;

/** The backends that were not taken and why, for the line that says what runs. */
final class PassedOver {
  private final StringBuilder text = new StringBuilder();
  private System.Logger.Level level = System.Logger.Level.INFO;

  /**
   * @param broken what is known of providers without a name
   */
  PassedOver(List<String> broken) {
    for (String why : broken) {
      text.append("; a backend is broken: ").append(why);
      level = System.Logger.Level.WARNING;
    }
  }

  /** What a machine lacks is told; that a jar is damaged is warned of. */
  void add(String backend, BackendUnavailableException why) {
    text.append("; not ").append(backend).append(": ").append(why.brief());
    if (why.damaged()) {
      level = System.Logger.Level.WARNING;
    }
  }

  System.Logger.Level level() {
    return level;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
