package io.carousel.spi.base;

import java.util.concurrent.CompletableFuture;

/** Another thread. */
final class Elsewhere {
  private Elsewhere() {}

  /** Runs there, and waits for the end. */
  static void run(Runnable work) {
    CompletableFuture.runAsync(work, task -> new Thread(task).start()).join();
  }
}
