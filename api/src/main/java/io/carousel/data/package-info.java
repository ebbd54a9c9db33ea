/** Ragged sequences, series and windows, and the batches that are made of them. */
package io.carousel.data;
