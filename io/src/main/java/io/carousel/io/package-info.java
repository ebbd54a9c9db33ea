/**
 * Files: tables of numbers, text, models and checkpoints. Everything here checks before it
 * allocates, names the file in every message, and replaces files atomically.
 */
package io.carousel.io;
