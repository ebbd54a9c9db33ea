package io.carousel.spi;

/**
 * What a layer touches.
 *
 * @param x its input; for an embedding the plan's tokens
 * @param dx where backward puts the gradient by x, or null where nobody needs it
 * @param y its output, zero past each length
 * @param dy the gradient by y, or null in plans without backward; undefined past each length
 * @param state the carried state of a recurrent layer, else null
 */
public record LayerPorts(Buffer x, Buffer dx, Buffer y, Buffer dy, StatePorts state) {}
