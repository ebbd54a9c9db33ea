package io.carousel.train;

/**
 * Hears of progress, on the thread that trains. It may call {@link Trainer#checkpoint}, {@link
 * Trainer#model} and {@link Trainer#cancel}.
 */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A batch that has been run.
   *
   * @param epoch from 0
   * @param batch from 0
   * @param batches how many the epoch has
   * @param updates updates in all, skipped ones included
   * @param updated whether this batch ended with an update
   * @param meanLoss the mean over the epoch so far as last read from the backend; NaN before that
   * @param learningRate of the last update
   * @param epochSequences examples used in this epoch so far
   * @param skippedUpdates updates of this epoch skipped since float16 overflowed, as last read
   */
  record Step(
      long epoch,
      int batch,
      int batches,
      long updates,
      boolean updated,
      double meanLoss,
      double learningRate,
      long epochSequences,
      long skippedUpdates) {}

  /** After each batch. */
  default void onStep(Trainer trainer, Step step) {}

  /** After each epoch and its validation. */
  default void onEpoch(Trainer trainer, EpochResult result) {}
}
