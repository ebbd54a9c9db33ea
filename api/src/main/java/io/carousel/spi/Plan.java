package io.carousel.spi;

/**
 * A network bound to a shape. Runs replay it without allocating; one thread at a time may use it.
 * There are two slots, so that one can be filled while the other runs.
 */
public interface Plan extends AutoCloseable {
  /** The number of staging slots. */
  int SLOTS = 2;

  /** The JDK buffers of a slot, 0 or 1. */
  Staging staging(int slot);

  /**
   * Copies a slot in and runs the kernels of the plan's mode; gradients and losses are added to the
   * parameters' sums.
   *
   * @param slot whose staging is used
   * @param session where h and c come from and go to; null exactly if the shape is not stateful
   */
  void run(int slot, Session session);

  /** Applies the pending gradient sums with the learning rate and update number of the slot. */
  void apply(int slot);

  /** Copies the network's output of the last run: [T, N, K] or [N, K], zero past the lengths. */
  void output(float[] destination);

  /** Copies a buffer out, for tests and inspection. */
  double[] read(Buffer buffer);

  /** Copies into a buffer, for tests and inspection. */
  void write(Buffer buffer, double[] values);

  /** The memory it holds, in bytes. */
  long bytes();

  @Override
  void close();
}
