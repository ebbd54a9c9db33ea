package io.carousel.cli.task;

import io.carousel.metric.Metric;
import java.util.List;
import java.util.Map;

/**
 * How good outputs were.
 *
 * @param overall over everything; of numbers in different units only what has no unit
 * @param byHorizon element h is over the (h+1)-th foretold row; empty where nothing is foretold
 * @param targets by name, each in its own unit; empty where nothing is foretold
 */
public record Measures(
    Map<Metric, Double> overall,
    List<Map<Metric, Double>> byHorizon,
    Map<String, TargetMeasures> targets) {

  /** Of outputs that are no forecast. */
  static Measures overall(Map<Metric, Double> overall) {
    return new Measures(overall, List.of(), Map.of());
  }
}
