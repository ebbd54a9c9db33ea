package io.carousel.train;

import io.carousel.data.Dataset;
import io.carousel.loss.Loss;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One look at all numbers of a data set before it is trained on: whether the loss can do with them,
 * and a hash by which they are known again. It costs about what an epoch takes to fill its batches.
 */
final class DataScan {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final String part;
  private final Loss loss;
  private final OneExample slot;
  private final int inputWidth;
  private final int targetWidth;
  private final boolean perStep;
  private long hash = MULTIPLIER;

  private DataScan(Dataset data, String part, Loss loss) {
    this.part = part;
    this.loss = loss;
    slot = new OneExample(data);
    inputWidth = data.shape().inputWidth();
    targetWidth = data.shape().targetWidth();
    perStep = data.shape().targetsPerStep();
  }

  /**
   * The hash of a data set's lengths, inputs and targets in order.
   *
   * @param part of the data, for messages
   * @throws IllegalArgumentException naming the first number that is not finite or that the loss
   *     cannot be computed of
   */
  static long of(Dataset data, String part, Loss loss) {
    DataScan scan = new DataScan(data, part, loss);
    for (int example = 0; example < data.size(); example++) {
      data.fill(scan.slot, 0, example);
      scan.take(example, data.length(example));
    }
    return scan.hash;
  }

  private void take(int example, int length) {
    add(length);
    int positions = perStep ? length : 1;
    if (slot.tokens() != null) {
      add(slot.tokens(), length);
    } else {
      add("features", slot.features(), length, inputWidth, example);
    }
    switch (loss.targets()) {
      case NUMBERS -> add("targets", slot.targets(), positions, targetWidth, example);
      case CLASSES -> add(slot.classes(), positions);
    }
  }

  private void add(long number) {
    hash = (hash ^ number) * MULTIPLIER;
    hash ^= hash >>> 32;
  }

  private void add(IntBuffer numbers, int count) {
    for (int i = 0; i < count; i++) {
      add(numbers.get(i));
    }
  }

  private void add(String what, FloatBuffer numbers, int rows, int width, int example) {
    boolean shares = what.equals("targets") && needsShares(loss);
    for (int i = 0; i < rows * width; i++) {
      float number = numbers.get(i);
      if (!Float.isFinite(number) || (shares && (number < 0 || number > 1))) {
        String constraint =
            shares ? loss.label() + " needs targets from 0 to 1, " : what + " must be finite, ";
        throw new IllegalArgumentException(
            constraint
                + part
                + " example="
                + example
                + ", step="
                + i / width
                + ", column="
                + i % width
                + ", value="
                + number);
      }
      add(Float.floatToIntBits(number));
    }
  }

  /** Whether targets are shares of one: the loss of others has no lower bound. */
  private static boolean needsShares(Loss loss) {
    return switch (loss.kind()) {
      case BINARY_CROSS_ENTROPY -> true;
      case MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, SOFTMAX_CROSS_ENTROPY -> false;
    };
  }
}
