package io.carousel.spi;

/**
 * A stretch of a plan's memory, with no life of its own.
 *
 * @param region which memory
 * @param offset the first element
 * @param count the number of elements
 */
public record Buffer(Region region, long offset, long count) {}
