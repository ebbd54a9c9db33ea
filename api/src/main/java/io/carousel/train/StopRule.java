package io.carousel.train;

import io.carousel.internal.Require;

/**
 * When training ends.
 *
 * @param epochs the number of epochs in all, those before a resume included
 * @param patience how many epochs may pass without a lower validation loss; 0 for any number
 */
public record StopRule(int epochs, int patience) {
  public StopRule {
    Require.positive(epochs, "epochs");
    Require.notNegative(patience, "patience");
  }

  /** After this many epochs. */
  public static StopRule epochs(int epochs) {
    return new StopRule(epochs, 0);
  }

  /** Or earlier, once this many epochs have not improved the validation loss. */
  public StopRule orPatience(int without) {
    return new StopRule(epochs, without);
  }
}
