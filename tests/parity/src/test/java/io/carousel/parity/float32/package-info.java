/**
 * A backend in float32 to prove the suite with: the reference with its recurrent, dense, dropout
 * and embedding kernels replaced by plain float loops, all else rounded to float32, and any {@link
 * io.carousel.parity.float32.Fault} built in on demand.
 */
package io.carousel.parity.float32;
