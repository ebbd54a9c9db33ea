/** Losses as data: what is minimized. The backends compute them. */
package io.carousel.loss;
