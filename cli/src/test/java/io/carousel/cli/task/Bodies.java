package io.carousel.cli.task;

import io.carousel.model.Cell;
import io.carousel.model.Initializer;
import io.carousel.model.RecurrentSpec;

/** Networks for tests. */
final class Bodies {
  private Bodies() {}

  static Body small() {
    return new Body(RecurrentSpec.of(Cell.LSTM, 2), 0, Initializer.standard());
  }
}
