package io.carousel.bindings;

/**
 * Loads on a thread that may be interrupted: files that are locked or written by channels would be
 * closed by that, and a library is loaded or not, whoever happens to need it first.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** The thread is interrupted again afterwards, as its owner expects. */
  static void run(Runnable step) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!done(step)) {
        interrupted = true;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Answers false if an interrupt came in between, after which a failure means nothing. */
  private static boolean done(Runnable step) {
    try {
      step.run();
      return true;
    } catch (MissingLibraryException e) {
      if (Thread.interrupted()) {
        return false;
      }
      throw e;
    }
  }
}
