/** Turns a network and a shape into one ordered list of kernels on one backend. */
package io.carousel.plan;
