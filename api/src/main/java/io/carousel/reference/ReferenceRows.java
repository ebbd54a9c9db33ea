package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import java.util.Arrays;

/**
 * Where rows stand in an array. Every tensor of a plan is rows of {@code width} numbers, one behind
 * the other:
 *
 * <pre>
 *   [T, N, C]      row(t, n)       steps = T
 *   [N, C]         row(0, n)       steps = 1
 *   [D, N, H]      row(d, n)       steps = D
 *   [D, T, N, H]   row(d, t, n)    steps = T
 *
 *        n = 0       n = 1       n = 2
 *      +-----------+-----------+-----------+
 * t=0  | C numbers | C numbers | C numbers |     row(t, n) = offset + (t * N + n) * C
 *      +-----------+-----------+-----------+
 * t=1  | ...
 * </pre>
 *
 * @param offset the first element
 * @param steps the extent of the axis before the sequences
 * @param sequences N
 * @param width the length of a row
 */
record ReferenceRows(int offset, int steps, int sequences, int width) {

  /** The rows of a buffer of [blocks, steps, sequences, width], or null if there is none. */
  static ReferenceRows of(
      String name, Buffer buffer, int blocks, int steps, int sequences, int width) {
    if (buffer == null) {
      return null;
    }
    long expected = (long) blocks * steps * sequences * width;
    Require.that(
        buffer.count() == expected,
        name + " must have " + expected + " elements, " + name + "=" + buffer.count());
    return new ReferenceRows((int) buffer.offset(), steps, sequences, width);
  }

  /** The first element of a row. */
  int row(int step, int sequence) {
    return offset + (step * sequences + sequence) * width;
  }

  /** The first element of a row where an outer axis counts blocks of all steps. */
  int row(int block, int step, int sequence) {
    return row(block * steps + step, sequence);
  }

  /** The number of elements of one block. */
  int blockSize() {
    return steps * sequences * width;
  }

  /** Sets the rows of a sequence to zero from this step on. */
  void zero(double[] values, int block, int fromStep, int sequence) {
    for (int t = fromStep; t < steps; t++) {
      int row = row(block, t, sequence);
      Arrays.fill(values, row, row + width, 0);
    }
  }
}
