/** The few kinds of exception that Carousel throws on purpose, all of them unchecked. */
package io.carousel.error;
