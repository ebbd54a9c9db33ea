/** Helpers shared by the modules of Carousel; not part of the public API. */
package io.carousel.internal;
