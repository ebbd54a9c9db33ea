package io.carousel.model;

/** How the outputs of all valid time steps become one row. */
public enum Pooling {
  /**
   * The output at the last valid step. Of a bidirectional layer that is a backward half which has
   * read one step only: prefer mean or max there.
   */
  LAST,
  MEAN,
  MAX
}
