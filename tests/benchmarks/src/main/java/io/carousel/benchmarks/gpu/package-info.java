/**
 * Training steps of the GPU backend beside those of PyTorch, on the same device in the same run.
 * {@code tests/benchmarks/gpu} starts it. Nothing here needs JMH: a step on a GPU is put in line
 * and not waited for, so many of them are timed together.
 */
package io.carousel.benchmarks.gpu;
