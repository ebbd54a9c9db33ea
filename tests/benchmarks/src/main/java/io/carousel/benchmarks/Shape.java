package io.carousel.benchmarks;

import java.util.Arrays;

/**
 * The size of a measured layer.
 *
 * @param steps T, the number of time steps
 * @param sequences N, the number of sequences
 * @param inputs I, the number of features of the input
 * @param hidden H, the number of hidden units
 */
public record Shape(int steps, int sequences, int inputs, int hidden) {
  private static final int GATES = 4;

  public Shape {
    require(steps > 0 && sequences > 0 && inputs > 0 && hidden > 0, steps + "," + sequences);
  }

  /**
   * The shape in {@code T,N,I,H}.
   *
   * @throws IllegalArgumentException unless there are four positive numbers
   */
  public static Shape parse(String text) {
    String[] parts = text.strip().split(",", -1);
    require(parts.length == 4 && Arrays.stream(parts).allMatch(Shape::isNumber), text);
    int[] numbers = Arrays.stream(parts).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
    return new Shape(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  private static boolean isNumber(String part) {
    return part.strip().matches("[1-9][0-9]{0,8}");
  }

  private static void require(boolean holds, String shape) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a shape must be four positive numbers, shape="
              + shape
              + "; write T,N,I,H as 48,32,8,32");
    }
  }

  /** The number of time steps of all sequences, as if each had all steps. */
  public long positions() {
    return (long) steps * sequences;
  }

  /** Floating-point operations of one time step forward: the two products of an LSTM. */
  public double forwardFlops() {
    return 2.0 * GATES * hidden * (inputs + hidden);
  }

  /** Of one time step backward: each product again for its left and for its right side. */
  public double backwardFlops() {
    return 2 * forwardFlops();
  }

  /** As it is read. */
  @Override
  public String toString() {
    return steps + "," + sequences + "," + inputs + "," + hidden;
  }
}
