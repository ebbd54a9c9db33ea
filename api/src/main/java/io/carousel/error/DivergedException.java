package io.carousel.error;

/**
 * The loss or the gradient became NaN or infinite. The parameters are those before the first bad
 * update, so the model is still usable.
 */
public final class DivergedException extends CarouselException {
  private static final long serialVersionUID = 1L;

  private final long update;
  private final double gradientNorm;

  public DivergedException(long update, double loss, double gradientNorm) {
    super(
        "the loss must stay finite, update="
            + update
            + ", loss="
            + loss
            + ", gradientNorm="
            + gradientNorm
            + "; lower the learning rate or clip by a smaller global norm"
            + " (the weights are those before this update)");
    this.update = update;
    this.gradientNorm = gradientNorm;
  }

  /** The number of the first update, counted from 0, that was not finite. */
  public long update() {
    return update;
  }

  /** The global norm of that update's mean gradient, NaN or infinite if that is what it was. */
  public double gradientNorm() {
    return gradientNorm;
  }
}
