package io.carousel.io;

import io.carousel.train.Checkpoint;
import java.util.Objects;

/**
 * What a checkpoint file holds.
 *
 * @param checkpoint the run at a standstill
 * @param recipe how data become its input; a run that goes on must read them in the same way
 * @param command how it was asked for
 */
public record SavedRun(Checkpoint checkpoint, Recipe recipe, CommandRecord command) {
  public SavedRun {
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(command, "command");
  }
}
