package io.carousel.benchmarks;

import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** The numbers that plans read: the same whenever they are asked for. */
final class Numbers {
  private static final long SEED = 20;
  private static final double UNIT = 0x1p-23;

  private Numbers() {}

  /**
   * Fills a slot; sequence n is a copy of sequence n modulo {@code distinct}, of which the first
   * has all steps.
   *
   * @return how many steps are valid
   */
  static long fill(Staging staging, Share share, int distinct) {
    int sequences = staging.shape().sequences();
    fill(staging.features(), sequences, distinct, staging.shape().steps());
    if (staging.targets() != null) {
      fill(staging.targets(), sequences, distinct, 1);
    }
    staging.scalars(new Staging.Scalars(1e-3, 0, 0, SEED));
    return fillLengths(staging, share, distinct);
  }

  private static long fillLengths(Staging staging, Share share, int distinct) {
    int steps = staging.shape().steps();
    SplittableRandom random = new SplittableRandom(SEED);
    long valid = 0;
    for (int n = 0; n < staging.shape().sequences(); n++) {
      int length = n == 0 ? steps : share.length(steps, random);
      staging.lengths().put(n, n < distinct ? length : staging.lengths().get(n % distinct));
      valid += staging.lengths().get(n);
    }
    return valid;
  }

  private static void fill(FloatBuffer buffer, int sequences, int distinct, int steps) {
    double[] numbers = block(steps, sequences, buffer.capacity() / steps / sequences, distinct);
    for (int i = 0; i < numbers.length; i++) {
      buffer.put(i, (float) numbers[i]);
    }
  }

  /** A block [T, N, width] from -1 to 1, exact in float32, with copies of sequences. */
  static double[] block(int steps, int sequences, int width, int distinct) {
    double[] block = new double[steps * sequences * width];
    for (int i = 0; i < block.length; i++) {
      int row = i / width;
      int copied = row % sequences % distinct;
      block[i] = number(row / sequences, copied, i % width);
    }
    return block;
  }

  /** A table [rows, columns]. */
  static double[] series(int rows, int columns) {
    double[] table = new double[rows * columns];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) number(i / columns, 0, i % columns);
    }
    return table;
  }

  /** Scrambles three numbers into one. */
  private static double number(int step, int sequence, int column) {
    long bits = (step * 0x1F123BB5L + sequence) * 0x9E3779B97F4A7C15L + column + SEED;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return ((bits ^ (bits >>> 31)) >>> 40) * UNIT - 1;
  }
}
