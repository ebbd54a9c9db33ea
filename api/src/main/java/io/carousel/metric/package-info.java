/** How good predictions are, in numbers that people know. */
package io.carousel.metric;
