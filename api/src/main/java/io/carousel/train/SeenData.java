package io.carousel.train;

import io.carousel.data.Dataset;
import io.carousel.internal.Require;
import io.carousel.loss.Loss;

/**
 * The data that a trainer has been given, known by a hash of their numbers. Epochs, best weights
 * and schedule are counted over all calls of {@link Trainer#fit}, so they make sense for one set of
 * data only.
 *
 * @param training how many examples these are, and the hash of their numbers
 * @param validation likewise, or {@code none}
 */
record SeenData(String training, String validation) {
  private static final String NONE = "none";

  /**
   * Looks at all numbers once.
   *
   * @param check validation data, or null
   * @throws IllegalArgumentException if a number does not suit the loss
   */
  static SeenData of(Dataset data, Dataset check, Loss loss) {
    return new SeenData(
        describe(data, "training", loss),
        check == null ? NONE : describe(check, "validation", loss));
  }

  private static String describe(Dataset data, String part, Loss loss) {
    return data.size()
        + " examples with "
        + data.totalSteps()
        + " steps, hash "
        + Long.toHexString(DataScan.of(data, part, loss));
  }

  /**
   * Throws unless these are the data of the call before.
   *
   * @throws IllegalArgumentException if they are others
   */
  void requireSameAs(SeenData before) {
    requireSame("training", before.training, training);
    requireSame("validation", before.validation, validation);
  }

  private static void requireSame(String part, String before, String now) {
    Require.that(
        before.equals(now),
        "a trainer must go on with the data that it began with, "
            + part
            + " data="
            + (now.equals(NONE) ? NONE : before.equals(NONE) ? "some, before none" : "others")
            + "; make a trainer for other data, with startFrom(model) to begin with these weights");
  }
}
