/**
 * The textbook: every layer in pure Java and double precision, one class per layer, forward and
 * backward one above the other. It is made for reading, and every other backend is compared with
 * it. Each kernel works on one sequence at a time, so that a sequence in a batch gives the same
 * bits as alone. Nobody imports this package; {@link io.carousel.Backends} finds it.
 */
package io.carousel.reference;
