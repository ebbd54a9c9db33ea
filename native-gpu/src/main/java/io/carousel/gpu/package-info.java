/**
 * The GPU backend: cuDNN's recurrent layers, cuBLAS, and kernels of our own that are compiled for
 * the device at hand. Every file has its like among the CPU's and the reference's.
 */
package io.carousel.gpu;
