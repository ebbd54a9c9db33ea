/** Times in files: how they are written, in which order and at which steps they follow. */
package io.carousel.io.time;
