package io.carousel.cpu;

import io.carousel.Backends;
import io.carousel.spi.Backend;

/** Opens the best backend and says what it is; for a JVM of its own. */
final class OpenBest {
  private OpenBest() {}

  public static void main(String[] arguments) {
    try (Backend backend = Backends.best()) {
      System.out.println("backend=" + backend.describe());
    }
  }
}
