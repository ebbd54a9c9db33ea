package io.carousel.spi;

/**
 * What a loss touches. Targets come from the slot's staging.
 *
 * @param y the network's output, [T, N, K] if {@code perStep}, else [N, K]
 * @param dy where the gradient of the summed loss goes, or null in plans without backward
 * @param width K
 * @param perStep whether each valid time step is a position, or each sequence of length &gt; 0
 */
public record LossPorts(Buffer y, Buffer dy, int width, boolean perStep) {}
