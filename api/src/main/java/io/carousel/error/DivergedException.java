package io.carousel.error;

/**
 * Loss, gradient, weights or validation loss became NaN or infinite. What {@code Trainer.model()}
 * gives is finite still; the message says where it stands.
 */
public final class DivergedException extends CarouselException {
  private static final long serialVersionUID = 1L;

  private final long update;
  private final double gradientNorm;

  /**
   * What happened.
   *
   * @param what is not finite: {@code the loss}
   * @param update the number of the first update, counted from 0, that was not finite or led to it
   * @param loss the mean loss as last read
   * @param gradientNorm of that update's mean gradient
   * @param kept what the model is now: {@code the weights are those before this update}
   */
  public DivergedException(
      String what, long update, double loss, double gradientNorm, String kept) {
    super(
        what
            + " must stay finite, update="
            + update
            + ", loss="
            + loss
            + ", gradientNorm="
            + gradientNorm
            + "; lower the learning rate or clip by a smaller global norm ("
            + kept
            + ")");
    this.update = update;
    this.gradientNorm = gradientNorm;
  }

  /** The number of the first update, counted from 0, that was not finite or led to it. */
  public long update() {
    return update;
  }

  /** The global norm of that update's mean gradient, NaN or infinite if that is what it was. */
  public double gradientNorm() {
    return gradientNorm;
  }
}
