package io.carousel.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares gradients with central differences.
 *
 * <p>A central difference with step h errs by h^2/6 |L'''| (what Taylor's series leaves out) and by
 * eps |L| / h (rounding of L). The sum is least near h = eps^(1/3), 6e-6. The layers here are
 * small: |L| is about 10, and |L'''| at most some hundreds, as weights and inputs are at most 1 and
 * a derivative passes at most five steps. So h^2/6 |L'''| is about 1e-9 and eps |L| / h about
 * 4e-10; the tolerance is ten times their sum, relative to the largest gradient where that is above
 * 1.
 */
final class Agreement {
  static final double STEP = 6e-6;
  private static final double TOLERANCE = 1.5e-8;

  private Agreement() {}

  /** A line for each tensor whose gradients differ; none if all agree. */
  static List<String> disagreements(
      Map<String, double[]> gradients, Map<String, double[]> differences) {
    List<String> lines = new ArrayList<>();
    differences.forEach(
        (name, expected) -> {
          double[] actual = gradients.get(name);
          double largest = 1;
          double error = 0;
          for (int e = 0; e < expected.length; e++) {
            largest = Math.max(largest, Math.abs(expected[e]));
            double distance = Math.abs(expected[e] - actual[e]);
            error = Double.isNaN(distance) ? Double.NaN : Math.max(error, distance);
          }
          if (!(error <= TOLERANCE * largest)) {
            lines.add(name + " differs by " + error);
          }
        });
    return lines;
  }
}
