package io.carousel.cli.task;

import io.carousel.predict.OutputListener;

/** Hears every output for a data set, then knows how good they were. */
interface Score {
  /** Hears outputs; {@link OutputListener#NONE} if the loss says it all. */
  OutputListener listener();

  /** The measures, given the mean loss. */
  Measures measures(double meanLoss);
}
