package io.carousel.cli.run;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a run end in good order when the user interrupts it: Java's shutdown then asks the run to
 * stop and waits until its files are written.
 */
final class Interrupt {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private Interrupt(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              awaitFinish();
            },
            "interrupt");
  }

  /** From now until {@link #end}, an interrupt runs this. */
  static Interrupt runs(Runnable stop) {
    Interrupt interrupt = new Interrupt(stop);
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  private void awaitFinish() {
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
