package io.carousel.cli.task;

import io.carousel.metric.Metric;
import java.util.List;
import java.util.Map;

/**
 * How good the forecasts of one target were, in its own unit.
 *
 * @param overall over all foretold rows
 * @param byHorizon element h is over the (h+1)-th foretold row
 */
public record TargetMeasures(Map<Metric, Double> overall, List<Map<Metric, Double>> byHorizon) {}
