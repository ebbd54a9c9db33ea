package io.carousel.parity;

import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import java.util.function.Function;

/**
 * The reference and the backend that is compared with it.
 *
 * @param opener opens one more of the candidate's kind, for a number of threads
 * @param precision of the candidate's plans; the reference computes in double anyway
 */
public record Pair(
    Backend reference,
    Backend candidate,
    Function<BackendOptions, Backend> opener,
    Precision precision) {

  /** A pair that is compared in strict precision. */
  public Pair(Backend reference, Backend candidate, Function<BackendOptions, Backend> opener) {
    this(reference, candidate, opener, Precision.STRICT);
  }
}
