package io.carousel.gpu;

/**
 * Numbers behind each other in the memory of the device, in the type of the plan's products.
 *
 * @param address 0 if there are none
 * @param elements how many
 */
record GpuSpan(long address, long elements) {}
