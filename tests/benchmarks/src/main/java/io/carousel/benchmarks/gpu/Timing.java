package io.carousel.benchmarks.gpu;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * Milliseconds of one step.
 *
 * @param median of the rounds
 * @param minimum of the rounds
 * @param rounds the mean step of each round
 */
record Timing(double median, double minimum, List<Double> rounds) {
  static Timing of(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    List<Double> kept = Arrays.stream(array(rounds)).map(Timing::rounded).boxed().toList();
    return new Timing(rounded(median), rounded(sorted[0]), kept);
  }

  private static double[] array(List<Double> rounds) {
    return rounds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Four digits. */
  static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
