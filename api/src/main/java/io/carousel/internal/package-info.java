/** Helpers shared by the packages of this module; not part of the public API. */
package io.carousel.internal;
