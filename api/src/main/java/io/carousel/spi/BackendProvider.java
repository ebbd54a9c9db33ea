package io.carousel.spi;

/** Found by {@link java.util.ServiceLoader}; constructing one must touch no native code. */
public interface BackendProvider {
  /** The name in {@code carousel.backend=NAME}. */
  String name();

  /**
   * Among available backends {@code auto} takes the one with the highest number; the reference has
   * 0.
   */
  int preference();

  /** Never throws, takes under 20 ms, looks for resources and devices only. */
  Availability probe();

  /**
   * Loads and starts the backend; only called after {@link #probe} said it is available.
   *
   * @throws io.carousel.error.BackendUnavailableException if loading shows that this machine cannot
   *     run it, with the reason and the remedy
   * @throws IllegalArgumentException if the options ask for what there is not
   */
  Backend open(BackendOptions options);
}
