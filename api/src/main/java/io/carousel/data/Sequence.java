package io.carousel.data;

import io.carousel.internal.Require;
import io.carousel.spi.Staging;
import java.util.Arrays;

/**
 * One example: a row of numbers or a token per time step, and what should come out, if that is
 * known: numbers or classes, per time step or for the whole sequence. Immutable.
 */
public final class Sequence {
  private final int length;
  private final float[] features;
  private final int[] tokens;
  private final float[] targets;
  private final int[] classes;
  private final boolean perStep;

  private Sequence(
      int length, float[] features, int[] tokens, float[] targets, int[] classes, boolean perStep) {
    this.length = length;
    this.features = features;
    this.tokens = tokens;
    this.targets = targets;
    this.classes = classes;
    this.perStep = perStep;
  }

  /**
   * A sequence of rows [T][C].
   *
   * @throws IllegalArgumentException if rows differ in length, or a number is NaN or infinite
   */
  public static Sequence of(float[][] steps) {
    return new Sequence(steps.length, flat(steps, "features"), null, null, null, false);
  }

  /** A sequence of token numbers [T]. */
  public static Sequence ofTokens(int... tokens) {
    return new Sequence(tokens.length, null, tokens.clone(), null, null, false);
  }

  /** With K numbers as the target of the whole sequence. */
  public Sequence withTarget(float... target) {
    float[] copy = target.clone();
    requireFinite(copy, copy.length, "targets");
    return new Sequence(length, features, tokens, copy, null, false);
  }

  /** With K numbers as the target of each time step, [T][K]. */
  public Sequence withTargets(float[][] steps) {
    checkSteps(steps.length);
    return new Sequence(length, features, tokens, flat(steps, "targets"), null, true);
  }

  /** With the class of the whole sequence. */
  public Sequence withLabel(int label) {
    Require.notNegative(label, "label");
    return new Sequence(length, features, tokens, null, new int[] {label}, false);
  }

  /** With the class of each time step, [T]. */
  public Sequence withLabels(int... labels) {
    checkSteps(labels.length);
    for (int label : labels) {
      Require.notNegative(label, "label");
    }
    return new Sequence(length, features, tokens, null, labels.clone(), true);
  }

  private void checkSteps(int steps) {
    Require.that(
        steps == length,
        "targets per step must be as many as the steps, targets=" + steps + ", steps=" + length);
  }

  private static float[] flat(float[][] rows, String what) {
    if (rows.length == 0) {
      return new float[0];
    }
    int width = rows[0].length;
    float[] block = new float[rows.length * width];
    for (int t = 0; t < rows.length; t++) {
      Require.that(
          rows[t].length == width,
          what
              + " must be as many at every step, step=0 has "
              + width
              + ", step="
              + t
              + " has "
              + rows[t].length);
      System.arraycopy(rows[t], 0, block, t * width, width);
    }
    requireFinite(block, width, what);
    return block;
  }

  private static void requireFinite(float[] block, int width, String what) {
    for (int i = 0; i < block.length; i++) {
      if (!Float.isFinite(block[i])) {
        throw new IllegalArgumentException(
            what
                + " must be finite, step="
                + i / width
                + ", column="
                + i % width
                + ", value="
                + block[i]
                + "; correct or fill it, or leave the step out");
      }
    }
  }

  /** T. */
  public int length() {
    return length;
  }

  /** Whether each step has a target of its own. */
  public boolean targetsPerStep() {
    return perStep;
  }

  /** Whether the input is tokens. */
  public boolean hasTokens() {
    return tokens != null;
  }

  /** Whether the targets are numbers. */
  public boolean hasTargets() {
    return targets != null;
  }

  /** Whether the targets are classes. */
  public boolean hasLabels() {
    return classes != null;
  }

  /** C, 0 where the length is 0 or the input is tokens. */
  public int featureWidth() {
    return features == null || length == 0 ? 0 : features.length / length;
  }

  /** K, 0 where there are no numbers as targets. */
  public int targetWidth() {
    if (targets == null || (perStep && length == 0)) {
      return 0;
    }
    return perStep ? targets.length / length : targets.length;
  }

  /** The largest token, -1 where there is none. */
  public int largestToken() {
    return tokens == null ? -1 : Arrays.stream(tokens).max().orElse(-1);
  }

  /** The largest class, -1 where there is none. */
  public int largestLabel() {
    return classes == null ? -1 : Arrays.stream(classes).max().orElse(-1);
  }

  /** The row of features at a step, a copy. */
  public float[] features(int step) {
    int width = featureWidth();
    return Arrays.copyOfRange(features, step * width, (step + 1) * width);
  }

  /** The class at a step, or of the whole sequence at step 0. */
  public int label(int step) {
    return classes[step];
  }

  /** The target numbers at a step, or of the whole sequence at step 0; a copy. */
  public float[] target(int step) {
    int width = targetWidth();
    return Arrays.copyOfRange(targets, step * width, (step + 1) * width);
  }

  /** Writes the steps from {@code from} on, {@code count} of them, into row {@code row}. */
  void fill(Staging staging, int row, int from, int count) {
    StagingRow into = new StagingRow(staging, row);
    into.length(count);
    for (int t = 0; t < count; t++) {
      if (tokens != null) {
        into.token(t, tokens[from + t]);
      } else {
        into.features(t, features, (from + t) * featureWidth(), featureWidth());
      }
    }
    int positions = perStep ? count : 1;
    int first = perStep ? from : 0;
    for (int t = 0; t < positions; t++) {
      if (classes != null) {
        into.label(t, classes[first + t]);
      } else if (targets != null) {
        into.targets(t, targets, (first + t) * targetWidth(), targetWidth());
      }
    }
  }
}
