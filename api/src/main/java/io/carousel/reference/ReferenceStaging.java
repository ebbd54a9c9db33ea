package io.carousel.reference;

import io.carousel.loss.Loss;
import io.carousel.model.InputSpec;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * One slot's input: arrays, which the buffers wrap. Reading goes to the arrays, so that positions
 * and limits of the buffers do not matter.
 */
final class ReferenceStaging implements Staging {
  private final PlanShape shape;
  private final InputSpec input;
  private final ReferenceLoss loss;
  private final float[] features;
  private final int[] tokens;
  private final float[] targets;
  private final int[] classes;
  private final int[] lengths;
  private final FloatBuffer featureBuffer;
  private final IntBuffer tokenBuffer;
  private final FloatBuffer targetBuffer;
  private final IntBuffer classBuffer;
  private final IntBuffer lengthBuffer;
  private Scalars scalars = Scalars.NONE;

  /** Room for this input and the targets of this loss; either may be null. */
  ReferenceStaging(PlanShape shape, InputSpec input, ReferenceLoss loss) {
    this.shape = shape;
    this.input = input;
    this.loss = loss;
    int positions = shape.steps() * shape.sequences();
    boolean numbers = loss != null && loss.targets() == Loss.Targets.NUMBERS;
    boolean numbered = loss != null && loss.targets() == Loss.Targets.CLASSES;
    features =
        input instanceof InputSpec.Features given ? new float[positions * given.width()] : null;
    tokens = input instanceof InputSpec.Tokens ? new int[positions] : null;
    targets = numbers ? new float[loss.positions() * loss.width()] : null;
    classes = numbered ? new int[loss.positions()] : null;
    lengths = new int[shape.sequences()];
    Arrays.fill(lengths, shape.ragged() ? 0 : shape.steps());
    featureBuffer = features == null ? null : FloatBuffer.wrap(features);
    tokenBuffer = tokens == null ? null : IntBuffer.wrap(tokens);
    targetBuffer = targets == null ? null : FloatBuffer.wrap(targets);
    classBuffer = classes == null ? null : IntBuffer.wrap(classes);
    lengthBuffer = IntBuffer.wrap(lengths);
  }

  /** Checks what the slot holds and copies it to where the kernels read; x is the input's place. */
  void copyTo(ReferenceMemory memory, int x) {
    checkLengths();
    System.arraycopy(lengths, 0, memory.lengths, 0, lengths.length);
    memory.scalars = scalars;
    if (features != null) {
      widen(features, memory.values, x);
    }
    if (tokens != null) {
      check("token", tokens, input.width(), shape.steps());
      for (int i = 0; i < tokens.length; i++) {
        memory.values[x + i] = tokens[i];
      }
    }
    if (targets != null) {
      widen(targets, memory.targets, 0);
    }
    if (classes != null) {
      check("class", classes, loss.width(), loss.perStep() ? shape.steps() : 1);
      System.arraycopy(classes, 0, memory.classes, 0, classes.length);
    }
  }

  private static void widen(float[] from, double[] to, int offset) {
    for (int i = 0; i < from.length; i++) {
      to[offset + i] = from[i];
    }
  }

  private void checkLengths() {
    int least = shape.ragged() ? 0 : shape.steps();
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] < least || lengths[n] > shape.steps()) {
        String range = shape.ragged() ? "in 0 to " : "";
        String remedy = shape.ragged() ? "" : "; shorter ones need a ragged plan";
        throw new IllegalArgumentException(
            "length must be "
                + range
                + shape.steps()
                + ", sequence="
                + n
                + ", length="
                + lengths[n]
                + remedy);
      }
    }
  }

  /** Numbers at valid places must be in 0 to {@code bound - 1}; the others are not looked at. */
  private void check(String name, int[] numbers, int bound, int steps) {
    int sequences = shape.sequences();
    for (int n = 0; n < sequences; n++) {
      for (int t = 0; t < Math.min(steps, lengths[n]); t++) {
        int number = numbers[t * sequences + n];
        if (number < 0 || number >= bound) {
          String step = steps > 1 ? ", step=" + t : "";
          throw new IllegalArgumentException(
              name
                  + " must be in 0 to "
                  + (bound - 1)
                  + ", sequence="
                  + n
                  + step
                  + ", "
                  + name
                  + "="
                  + number);
        }
      }
    }
  }

  long bytes() {
    return 4L * (length(features) + length(targets))
        + 4L * (length(tokens) + length(classes) + lengths.length);
  }

  private static long length(float[] array) {
    return array == null ? 0 : array.length;
  }

  private static long length(int[] array) {
    return array == null ? 0 : array.length;
  }

  @Override
  public PlanShape shape() {
    return shape;
  }

  @Override
  public FloatBuffer features() {
    return featureBuffer;
  }

  @Override
  public IntBuffer tokens() {
    return tokenBuffer;
  }

  @Override
  public FloatBuffer targets() {
    return targetBuffer;
  }

  @Override
  public IntBuffer classes() {
    return classBuffer;
  }

  @Override
  public IntBuffer lengths() {
    return lengthBuffer;
  }

  @Override
  public void scalars(Scalars given) {
    scalars = given;
  }

  Scalars scalars() {
    return scalars;
  }
}
