/**
 * All that the author of a backend implements. A {@link io.carousel.spi.Backend} turns layers into
 * kernels that are bound to their buffers; a {@link io.carousel.spi.Plan} replays them. Letters: T
 * time steps, N sequences, C features; arrays are time-major [T, N, C] and row-major.
 */
package io.carousel.spi;
