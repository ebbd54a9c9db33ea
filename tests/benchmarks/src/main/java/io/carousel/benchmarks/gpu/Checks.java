package io.carousel.benchmarks.gpu;

import io.carousel.spi.Precision;
import java.util.Collection;

/**
 * Whether contenders compute the same, as far as the arithmetic allows. The second loss shows
 * gradients, clipping and Adam; in half precision only the first number is compared, since PyTorch
 * here has no loss scale and ours may pass steps over to find one.
 */
final class Checks {
  private static final double SINGLE = 1e-4;
  private static final double ROUNDED = 2e-2;

  private Checks() {}

  /** How far numbers may be apart, relative to them. */
  static double tolerance(Precision precision) {
    return precision == Precision.STRICT ? SINGLE : ROUNDED;
  }

  /** Whether all computed what the first did. */
  static boolean agree(Precision precision, Collection<double[]> all) {
    double[] expected = all.iterator().next();
    return all.stream().allMatch(actual -> agree(precision, expected, actual));
  }

  private static boolean agree(Precision precision, double[] expected, double[] actual) {
    int compared = precision.storesRounded() ? 1 : expected.length;
    for (int i = 0; i < compared; i++) {
      double error = Math.abs(actual[i] - expected[i]) / Math.abs(expected[i]);
      if (!(error <= tolerance(precision))) {
        return false;
      }
    }
    return expected.length == actual.length;
  }
}
