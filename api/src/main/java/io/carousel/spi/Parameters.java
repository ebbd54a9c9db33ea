package io.carousel.spi;

import io.carousel.model.ParameterLayout;

/**
 * The weights of a network and, in training, all that belongs to them: gradient sums, moments and
 * what was counted. Blocks are flat and in canonical order. They outlive plans.
 */
public interface Parameters extends AutoCloseable {
  /** The blocks, each as long as the layout. */
  enum Block {
    WEIGHTS,
    /** Sums over the positions since the last update, without any {@link LossScale}. */
    GRADIENTS,
    /** Momentum's m, RMSProp's m, Adam's m. */
    FIRST_MOMENT,
    /** Adam's v. */
    SECOND_MOMENT
  }

  ParameterLayout layout();

  /** Whether this block exists here. */
  boolean has(Block block);

  /** Copies a block out; exact. */
  double[] read(Block block);

  /** Copies a block in, rounding to the backend's number type. */
  void write(Block block, double[] values);

  /** What was counted; waits until all runs are done. */
  Sums sums();

  /** Sets what was counted: {@link Sums#ZERO}, or what a checkpoint kept. */
  void sums(Sums sums);

  /** Where loss scaling stands; {@link LossScale#NONE} where it has not been set. */
  LossScale lossScale();

  /**
   * Sets where loss scaling stands; resetting the sums leaves it as it is. Comes before {@link
   * Block#GRADIENTS} are written: a backend may keep these times the scale, and then another scale
   * makes other gradients of them.
   */
  void lossScale(LossScale scale);

  /** A number that moves whenever the weights change, so that packed copies can be refreshed. */
  long version();

  @Override
  void close();
}
