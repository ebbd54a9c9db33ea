/** Counter-based random numbers: the same bits on every backend, for every number of threads. */
package io.carousel.random;
