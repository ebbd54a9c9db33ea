/** The three tasks: what files become, what is trained on them, and how good the outcome is. */
package io.carousel.cli.task;
