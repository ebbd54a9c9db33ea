package io.carousel.train;

import io.carousel.data.Dataset;
import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import java.util.Objects;

/**
 * The data that a trainer has been given, known by a hash of their numbers. Epochs, best weights
 * and schedule are counted over all calls of {@link Trainer#fit}, so they make sense for one set of
 * data only.
 */
final class SeenData {
  private Long training;
  private Long validation;

  /**
   * Looks at all numbers once.
   *
   * @param check validation data, or null
   * @throws IllegalArgumentException if a number does not suit the loss, or the data are others
   *     than those of the call before
   */
  void require(Dataset data, Dataset check, Loss loss) {
    Long first = DataScan.of(data, "training", loss);
    Long second = check == null ? null : DataScan.of(check, "validation", loss);
    if (training != null) {
      requireSame("training", training, first);
      requireSame("validation", validation, second);
    }
    training = first;
    validation = second;
  }

  private static void requireSame(String part, Long before, Long now) {
    Require.that(
        Objects.equals(before, now),
        "a trainer must go on with the data that it began with, "
            + part
            + " data="
            + (now == null ? "none" : before == null ? "some, before none" : "others")
            + "; make a trainer for other data, with startFrom(model) to begin with these weights");
  }
}
