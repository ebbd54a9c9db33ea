package io.carousel.train;

import java.util.List;

/**
 * What a call of {@link Trainer#fit} came to.
 *
 * @param reason why it ended
 * @param history all finished epochs, those before a resume included
 * @param bestEpoch the epoch with the lowest validation loss, whose weights the model has; -1
 *     without validation data
 * @param seconds the time for training in all epochs, without validation
 */
public record TrainingReport(
    Reason reason, List<EpochResult> history, long bestEpoch, double seconds) {
  /** Why training ended. */
  public enum Reason {
    /** All epochs are done. */
    EPOCHS,
    /** The validation loss had not improved for long enough. */
    PATIENCE,
    /** Somebody called {@link Trainer#cancel}. */
    CANCELLED
  }

  public TrainingReport {
    history = List.copyOf(history);
  }

  /** How many updates were skipped in all since float16 overflowed. */
  public long skippedUpdates() {
    return history.stream().mapToLong(EpochResult::skippedUpdates).sum();
  }

  /** Valid time steps per second of training time. */
  public double timeStepsPerSecond() {
    return history.stream().mapToLong(EpochResult::timeSteps).sum() / seconds;
  }

  /** Examples per second of training time. */
  public double sequencesPerSecond() {
    return history.stream().mapToLong(EpochResult::sequences).sum() / seconds;
  }
}
