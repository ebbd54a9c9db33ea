package io.carousel.spi;

/**
 * Whoever holds memory of a backend that it can do without at times, such as plans kept for later.
 */
public interface IdleMemory {
  /**
   * Gives back something that is not in use, that unused for the longest time first. May come from
   * any thread, and in the middle of a request of the holder's own.
   *
   * @return false if there is nothing to give back
   */
  boolean giveBack();
}
