package io.carousel.cli.task;

import io.carousel.metric.Metric;
import io.carousel.predict.OutputListener;
import java.util.Map;

/** Hears every output for a data set, then knows how good they were. */
interface Score {
  /** Hears outputs; {@link OutputListener#NONE} if the loss says it all. */
  OutputListener listener();

  /** The measures, given the mean loss. */
  Map<Metric, Double> metrics(double meanLoss);
}
