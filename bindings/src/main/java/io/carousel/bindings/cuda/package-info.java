/**
 * CUDA's run time, driver and compiler, cuBLAS and the recurrent part of cuDNN, called through
 * their C entry points. It knows nothing of what is computed with them.
 *
 * <p>Every address is a {@code long}, 0 stands for null, and memory belongs to whoever allocated
 * it. The rules of {@link io.carousel.bindings} hold here too: what a class creates its {@code
 * close} destroys, no pointer has a JavaCPP deallocator, and methods whose description ends in
 * "Allocates nothing." allocate neither in Java nor through JavaCPP.
 *
 * <p>The current device belongs to the thread: call {@link
 * io.carousel.bindings.cuda.Device#makeCurrent} on each thread before anything else. Objects may be
 * used by any thread, but by one at a time.
 *
 * <p>The preset is built from the headers of CUDA 13.1. A function that the installed libraries
 * have not ends the process when it is called, so that only functions of CUDA 13.0 are used here.
 */
package io.carousel.bindings.cuda;
