package io.carousel.benchmarks;

import io.carousel.Backends;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;

/**
 * What is measured.
 *
 * @param backend the name of the backend
 * @param shape the size of the layer
 * @param share how many of the steps are valid
 */
record Setting(String backend, Shape shape, Share share) {
  /** The system property that says how many threads are used; all cores without it. */
  static final String THREADS = "carousel.benchmarks.threads";

  static final String REFERENCE = "reference";

  /** The most sequences that differ where a result is checked: the reference is slow. */
  private static final int DISTINCT = 2;

  /** How many threads are used. */
  static int threads() {
    return Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
  }

  Backend open() {
    return Backends.open(backend, BackendOptions.defaults().withThreads(threads()));
  }

  PlanShape planShape() {
    return new PlanShape(shape.steps(), shape.sequences(), share.ragged(), false, Precision.STRICT);
  }

  /** The same on the reference with few sequences, of which this has copies when it is checked. */
  Setting expectation() {
    int distinct = shape.sequences() % DISTINCT == 0 ? DISTINCT : 1;
    return new Setting(
        REFERENCE, new Shape(shape.steps(), distinct, shape.inputs(), shape.hidden()), share);
  }

  Agreement agreement() {
    return new Agreement(toString(), shape);
  }

  @Override
  public String toString() {
    return "backend=" + backend + ", shape=" + shape + ", share=" + share;
  }
}
