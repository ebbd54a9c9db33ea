package io.carousel.parity;

import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.util.function.Function;

/**
 * The reference and the backend that is compared with it.
 *
 * @param opener opens one more of the candidate's kind, for a number of threads
 */
public record Pair(
    Backend reference, Backend candidate, Function<BackendOptions, Backend> opener) {}
