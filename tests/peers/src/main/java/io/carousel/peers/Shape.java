package io.carousel.peers;

import java.util.Arrays;
import java.util.List;

/**
 * One LSTM layer's work.
 *
 * @param steps T
 * @param sequences N
 * @param input I
 * @param hidden H
 */
record Shape(int steps, int sequences, int input, int hidden) {
  Shape {
    for (int size : new int[] {steps, sequences, input, hidden}) {
      if (size <= 0) {
        String shape = steps + "," + sequences + "," + input + "," + hidden;
        throw new IllegalArgumentException(
            "T, N, I and H must be positive, shape=" + shape + "; write 100,32,64,128");
      }
    }
  }

  /** {@code T,N,I,H;T,N,I,H;...}. */
  static List<Shape> parseAll(String text) {
    return Arrays.stream(text.split(";", -1))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(Shape::parse)
        .toList();
  }

  private static Shape parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "a shape must be T,N,I,H, shape=" + text + "; write 100,32,64,128");
    }
    try {
      int[] sizes = Arrays.stream(parts).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
      return new Shape(sizes[0], sizes[1], sizes[2], sizes[3]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "T, N, I and H must be whole numbers, shape=" + text + "; write 100,32,64,128", e);
    }
  }

  /** The same layer over another number of time steps. */
  Shape withSteps(int count) {
    return new Shape(count, sequences, input, hidden);
  }

  /** Floating-point operations of one forward: the products only, 2 for each multiply-add. */
  double forwardFlops() {
    return 2.0 * steps * sequences * 4 * hidden * (input + hidden);
  }

  /** Of one training step: forward, and twice that backward. */
  double stepFlops() {
    return 3 * forwardFlops();
  }

  @Override
  public String toString() {
    return steps + "," + sequences + "," + input + "," + hidden;
  }
}
