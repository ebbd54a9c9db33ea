/** Carousel, the LSTM engine for the JVM: the way in is {@link io.carousel.Backends}. */
package io.carousel;
