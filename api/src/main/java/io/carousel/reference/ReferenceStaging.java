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
  ReferenceStaging(ReferenceMemory memory, StagingCheck check) {
    this.shape = memory.shape;
    this.check = check;
    int positions = shape.positions();
    InputSpec input = check.input();
    long width = input == null || check.tokens() ? 0 : input.width();
    int numbers = Require.bufferSize(positions * width, "the input of a plan");
    int numberTargets = check.targetNumbers(shape);
    int classTargets = check.classNumbers(shape);
    int tokenCount = check.tokens() ? positions : 0;
    long count = (long) numbers + numberTargets + classTargets + tokenCount + shape.sequences();
    memory.reserve(count * Float.BYTES);
    features = width > 0 ? new float[numbers] : null;
    tokens = check.tokens() ? new int[tokenCount] : null;
    targets = numberTargets > 0 ? new float[numberTargets] : null;
    classes = classTargets > 0 ? new int[classTargets] : null;
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
