package io.carousel.cli.run;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a run end in good order when the user interrupts it: Java's shutdown notes the request and
 * waits until the run has written its files.
 */
final class Interrupt {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::requestAndWait, "interrupt");
  private volatile boolean requested;

  private Interrupt() {}

  /** From now until {@link #end}, an interrupt waits for the run. */
  static Interrupt watched() {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  private void requestAndWait() {
    requested = true;
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the user wants the run to end. */
  boolean requested() {
    return requested;
  }

  /** All files are written: an interrupt may end the process from now on. */
  void end() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Java is shutting down already, which the hook has asked us to end for.
    }
  }
}
