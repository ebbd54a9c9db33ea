package io.carousel.bindings.cuda;

/**
 * Where cuDNN keeps one matrix or bias in its weight space.
 *
 * @param offsetBytes from the beginning of the weight space
 * @param rows hidden units
 * @param columns inputs of a matrix, row-major and without gaps; 1 for a bias
 */
public record WeightPart(long offsetBytes, int rows, int columns) {}
