/** The command line: one class per command, and how errors and output reach the user. */
package io.carousel.cli;
