package io.carousel.peers;

import java.util.stream.DoubleStream;

/**
 * What a peer must compute before anybody times it. Carousel's reference says it for as many of the
 * time steps as it can do in reasonable time, for it is slow by intent; at the whole shape the
 * peers must agree with each other.
 *
 * @param source whose numbers these are
 * @param losses that the first two steps see: the second one shows gradients, clipping and Adam
 * @param sample of an inference's output
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
record Expected(String source, Shape shape, double[] losses, double[] sample) {
  /** How far a result may be off, relative to the losses or to the sample's root mean square. */
  static final double TOLERANCE = 1e-4;

  private static final int STEPS = 2;
  private static final int SAMPLE = 64;
  private static final int FEWEST_STEPS = 3;
  private static final double AFFORDABLE_FLOPS = 2e9;

  /** Asks the reference about the shape, or about its first time steps. */
  static Expected ofReference(Shape whole) {
    Shape shape = affordable(whole);
    try (Peer reference = new CarouselPeer("reference", Example.of(shape), 1)) {
      reference.infer();
      double[] sample = Samples.of(reference.output(), SAMPLE).toArray();
      double[] losses = DoubleStream.generate(reference::loss).limit(STEPS).toArray();
      return new Expected("the reference", shape, losses, sample);
    }
  }

  /** As many of the time steps as the reference can do within seconds, but not fewer than three. */
  static Shape affordable(Shape whole) {
    int steps = (int) (AFFORDABLE_FLOPS / whole.stepFlops() * whole.steps());
    return whole.withSteps(Math.min(whole.steps(), Math.max(FEWEST_STEPS, steps)));
  }

  /** Asks a worker that has just loaded the shape and trains. */
  static Expected ofWorker(WorkerProcess worker, Shape shape) {
    return new Expected(
        worker.kind().label(), shape, worker.ask("losses", STEPS), worker.ask("sample", SAMPLE));
  }

  /**
   * Compares a worker that has just loaded the shape.
   *
   * @throws IllegalStateException if it computes something else
   */
  void check(WorkerProcess worker) {
    if (worker.kind().trains()) {
      checkLosses(worker.kind().label(), worker.ask("losses", STEPS));
    }
    checkSample(worker.kind().label(), worker.ask("sample", SAMPLE));
  }

  void checkLosses(String peer, double[] actual) {
    for (int i = 0; i < losses.length; i++) {
      check(peer, "loss of step " + (i + 1), losses[i], actual[i], Math.abs(losses[i]));
    }
  }

  void checkSample(String peer, double[] actual) {
    double size = Math.sqrt(DoubleStream.of(sample).map(x -> x * x).sum() / sample.length);
    for (int i = 0; i < sample.length; i++) {
      check(peer, "output number " + i, sample[i], actual[i], size);
    }
  }

  private void check(String peer, String what, double expected, double actual, double size) {
    double error = Math.abs(actual - expected) / size;
    if (!(error <= TOLERANCE)) {
      throw new IllegalStateException(
          peer
              + " must compute what "
              + source
              + " does, within "
              + TOLERANCE
              + ", shape="
              + shape
              + ", "
              + what
              + "="
              + actual
              + ", expected="
              + expected
              + "; its times would mean nothing");
    }
  }
}
