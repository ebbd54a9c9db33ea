/** The options of the commands: each exists once, and turns into what the api understands. */
package io.carousel.cli.option;
