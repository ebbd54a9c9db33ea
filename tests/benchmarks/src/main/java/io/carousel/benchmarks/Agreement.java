package io.carousel.benchmarks;

import io.carousel.parity.Comparison;
import io.carousel.parity.Tolerance;

/** Whether a result is the reference's, by the measure and the tolerance of the parity tests. */
final class Agreement {
  private final String what;
  private final Tolerance tolerance;

  Agreement(String what, Shape shape) {
    this.what = what;
    tolerance = Tolerance.of(shape.inputs() + shape.hidden() + 1L, shape.steps());
  }

  /** Throws unless a result of the forward pass agrees. */
  void forward(String name, double[] expected, double[] actual) {
    check(name, expected, actual, tolerance);
  }

  /** Throws unless gradients, or what was made of them, agree. */
  void gradient(String name, double[] expected, double[] actual) {
    check(name, expected, actual, tolerance.doubled());
  }

  private void check(String name, double[] expected, double[] actual, Tolerance allowed) {
    Comparison comparison = Comparison.ofNumbers(what, name, expected, actual, allowed);
    if (!comparison.agrees()) {
      throw new IllegalStateException(
          name
              + " must agree with the reference before anything is timed, error="
              + comparison.error()
              + ", tolerance="
              + comparison.tolerance()
              + ", "
              + what
              + detail(comparison)
              + "; run the parity tests");
    }
  }

  private static String detail(Comparison comparison) {
    return comparison.detail().isEmpty() ? "" : ", " + comparison.detail();
  }
}
