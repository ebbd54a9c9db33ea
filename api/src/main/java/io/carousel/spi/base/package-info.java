/**
 * What backends do alike, written once: who may use what and when, which arguments are refused in
 * which words, and how a plan's run goes. A backend adds its memory and its kernels.
 */
package io.carousel.spi.base;
