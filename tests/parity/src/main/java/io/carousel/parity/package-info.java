/**
 * Compares a backend with the reference through the public SPI, the planner and the trainer only.
 * {@link io.carousel.parity.ParitySuite} holds the cases, {@link io.carousel.parity.Tolerance} says
 * what agreement means, and {@link io.carousel.parity.ParityReport} shows it to people.
 */
package io.carousel.parity;
