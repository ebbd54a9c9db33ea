/** The CPU backend: oneDNN's primitives and products, and fused kernels of our own. */
package io.carousel.cpu;
