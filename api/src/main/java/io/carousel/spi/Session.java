package io.carousel.spi;

/**
 * h and c of every recurrent layer for some sequences, carried from one run to the next. The order
 * of the numbers is: layers in order, in each [D, N, H] of h, then the same of c where there is
 * one.
 */
public interface Session extends AutoCloseable {
  /** N. */
  int sequences();

  /** Sets the state of one sequence to zero. */
  void reset(int sequence);

  /** Copies all states out; exact. */
  double[] read();

  /** Copies all states in. */
  void write(double[] states);

  @Override
  void close();
}
