package io.carousel.spi;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One slot of a plan's input, filled on the host. Row n of step t stands at {@code (t * N + n) *
 * width}. What lies past a length is never read.
 */
public interface Staging {
  /** The plan's shape. */
  PlanShape shape();

  /** Features [T, N, C], or null if the input is tokens. */
  FloatBuffer features();

  /** Tokens [T, N], or null if the input is features. */
  IntBuffer tokens();

  /** Targets [T, N, K] or [N, K]; null unless the loss compares with numbers. */
  FloatBuffer targets();

  /** Class numbers [T, N] or [N]; null unless the loss compares with classes. */
  IntBuffer classes();

  /** l_n, from 0 to T, in any order. */
  IntBuffer lengths();

  /** What changes from run to run but is no data. */
  void scalars(Scalars scalars);

  /**
   * The numbers of a run.
   *
   * @param learningRate after the schedule
   * @param update the number of the next update, from 0
   * @param run the number of runs in training so far, which keys the dropout masks
   * @param seed keys the dropout masks
   */
  record Scalars(double learningRate, long update, long run, long seed) {
    /** For runs without dropout and without an update. */
    public static final Scalars NONE = new Scalars(0, 0, 0, 0);
  }
}
