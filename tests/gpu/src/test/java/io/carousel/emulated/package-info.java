/**
 * Tests of what needs a GPU, run on pretend CUDA libraries that compute on the CPU. Classes marked
 * {@link io.carousel.emulated.OnDevice} run on a real device as well, with {@code
 * -Dcarousel.gpu.real=true}; those marked {@link io.carousel.emulated.Emulated} ask the pretend
 * libraries for what a device does not do on demand.
 */
package io.carousel.emulated;
