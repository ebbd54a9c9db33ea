package io.carousel.spi;

/** A piece of work bound to its buffers: no arguments, no allocation. */
@FunctionalInterface
public interface Kernel {
  void run();
}
