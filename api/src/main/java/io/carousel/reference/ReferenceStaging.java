package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.model.InputSpec;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging;
import io.carousel.spi.StagingCheck;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * One slot's input: arrays, which the buffers wrap. Reading goes to the arrays, so that positions
 * and limits of the buffers do not matter.
 */
final class ReferenceStaging implements Staging {
  private final PlanShape shape;
  private final StagingCheck check;
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

  /** Room for this input and these targets. */
  ReferenceStaging(PlanShape shape, StagingCheck check) {
    this.shape = shape;
    this.check = check;
    int positions = shape.positions();
    InputSpec input = check.input();
    boolean rows = input != null && !check.tokens();
    features =
        rows
            ? new float[Require.bufferSize((long) positions * input.width(), "the input of a plan")]
            : null;
    tokens = check.tokens() ? new int[positions] : null;
    int numbers = check.targetNumbers(shape);
    targets = numbers > 0 ? new float[numbers] : null;
    int numbered = check.classNumbers(shape);
    classes = numbered > 0 ? new int[numbered] : null;
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
    check.check(this);
    System.arraycopy(lengths, 0, memory.lengths, 0, lengths.length);
    memory.scalars = scalars;
    if (features != null) {
      widen(features, memory.values, x);
    }
    if (tokens != null) {
      for (int i = 0; i < tokens.length; i++) {
        memory.values[x + i] = tokens[i];
      }
    }
    if (targets != null) {
      widen(targets, memory.targets, 0);
    }
    if (classes != null) {
      System.arraycopy(classes, 0, memory.classes, 0, classes.length);
    }
  }

  private static void widen(float[] from, double[] to, int offset) {
    for (int i = 0; i < from.length; i++) {
      to[offset + i] = from[i];
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
