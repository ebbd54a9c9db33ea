/**
 * Measures kernels, training steps, predictions and the way of the data, each checked against the
 * reference before it is timed. {@link io.carousel.benchmarks.Shapes} is for every measurement.
 */
package io.carousel.benchmarks;
