package io.carousel.predict;

/** Receives what a network puts out for each example of a data set. */
@FunctionalInterface
public interface OutputListener {
  /** Wants nothing. */
  OutputListener NONE = (example, rows) -> {};

  /**
   * One example's output.
   *
   * @param example its number in the data set
   * @param rows one row of K numbers per valid time step, or a single row for the sequence; the
   *     array is the receiver's to keep
   */
  void output(int example, float[][] rows);
}
