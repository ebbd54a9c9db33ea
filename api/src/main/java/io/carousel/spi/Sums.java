package io.carousel.spi;

/**
 * What the loss and update kernels have counted.
 *
 * @param loss the sum of losses since the last reset
 * @param count the number of positions since the last reset
 * @param pending the number of positions whose gradients wait for an update
 * @param gradientNorm the global norm of the mean gradient of the last update that was not skipped,
 *     before clipping
 * @param firstBadUpdate the number of the first update that was not finite, or -1
 */
public record Sums(
    double loss, double count, double pending, double gradientNorm, long firstBadUpdate) {
  /** Nothing counted yet. */
  public static final Sums ZERO = new Sums(0, 0, 0, 0, -1);

  /** The mean loss; NaN where nothing was counted. */
  public double meanLoss() {
    return loss / count;
  }
}
