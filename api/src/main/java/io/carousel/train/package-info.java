/** The training loop, its settings, its state and what it reports. */
package io.carousel.train;
