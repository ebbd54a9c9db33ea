package io.carousel.spi;

import io.carousel.internal.Require;

/**
 * Where loss scaling stands. Float16 has nothing below 6e-8, so in {@link Precision#FP16} the loss
 * kernel multiplies the gradient that it sends back by a scale, which the update divides out again
 * (Micikevicius et al., "Mixed Precision Training", ICLR 2018). The scale adjusts itself: an update
 * whose gradient is not finite while the loss is, is skipped (weights and moments stay, gradient
 * sums and pending count become zero) and halves the scale; {@link #GROW_AFTER} good updates in a
 * row double it. Only when a gradient is not finite at a scale of {@link #LEAST} has training
 * diverged. A skipped update counts for schedules and for Adam's t like any other.
 *
 * <p>The scale does not show outside: losses, and gradient sums as {@link Parameters#read} gives
 * and {@link Parameters#write} takes them, are those without it. It is a power of two, so that
 * multiplying and dividing by it are exact.
 *
 * @param scale what the loss's gradient is multiplied by
 * @param goodUpdates updates since the scale last changed
 * @param skipped updates skipped since training began
 */
public record LossScale(double scale, long goodUpdates, long skipped) {
  /**
   * The scale does not fall below this. Gradients are sums over all positions of a batch, so they
   * may be too large for float16 without any scale: this is the mean over 65,536 positions.
   */
  public static final double LEAST = 0x1p-16;

  /** The scale does not rise above this: gradients from 2^-48 on are seen then. */
  public static final double MOST = 0x1p24;

  /** So many good updates in a row double the scale. */
  public static final long GROW_AFTER = 2000;

  /** No scaling, and nothing skipped: what parameters start with. */
  public static final LossScale NONE = new LossScale(1, 0, 0);

  /**
   * What training in fp16 starts with. Gradients here are sums over all positions of a batch and
   * not their mean, so they are large already; a higher start would only be halved at once.
   */
  public static final LossScale START = new LossScale(1024, 0, 0);

  public LossScale {
    Require.that(scale >= LEAST && scale <= MOST, "scale must be in 2^-16 to 2^24, scale=" + scale);
    Require.that(
        scale == Math.scalb(1.0, Math.getExponent(scale)),
        "scale must be a power of two, scale=" + scale);
    Require.that(goodUpdates >= 0, "goodUpdates must not be negative, goodUpdates=" + goodUpdates);
    Require.that(skipped >= 0, "skipped must not be negative, skipped=" + skipped);
  }

  /** What training in this precision starts with. */
  public static LossScale startOf(Precision precision) {
    return precision.scalesLoss() ? START : NONE;
  }

  /** Whether a gradient that is not finite may be the scale's fault. */
  public boolean canFall() {
    return scale > LEAST;
  }

  /** After an update whose gradient was finite. */
  public LossScale afterGoodUpdate() {
    return goodUpdates + 1 < GROW_AFTER
        ? new LossScale(scale, goodUpdates + 1, skipped)
        : new LossScale(Math.min(2 * scale, MOST), 0, skipped);
  }

  /** After an update that was skipped. */
  public LossScale afterSkippedUpdate() {
    return new LossScale(Math.max(scale / 2, LEAST), 0, skipped + 1);
  }
}
