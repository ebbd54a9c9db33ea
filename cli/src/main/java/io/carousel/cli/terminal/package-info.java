/** What the user sees: output, errors, pictures. */
package io.carousel.cli.terminal;
