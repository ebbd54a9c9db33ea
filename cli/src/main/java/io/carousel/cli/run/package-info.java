/** A training run: the loop's listener, its progress, its files. */
package io.carousel.cli.run;
