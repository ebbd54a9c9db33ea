package io.carousel.benchmarks;

/**
 * Whether a result is the reference's, up to the roundings of float32: 8 eps ceil(log2(K T))
 * relative to the norm, with K the numbers added up in a sum; gradients get twice that. The
 * constant is argued for in the tolerance of the parity tests.
 */
final class Agreement {
  private static final double CONSTANT = 8;

  private final String what;
  private final double tolerance;

  Agreement(String what, Shape shape) {
    this.what = what;
    double sums = (double) (shape.inputs() + shape.hidden()) * shape.steps();
    tolerance = CONSTANT * Math.ulp(1f) * Math.ceil(Math.log(sums) / Math.log(2));
  }

  /** Throws unless a result of the forward pass agrees. */
  void forward(String name, double[] expected, double[] actual) {
    check(name, expected, actual, tolerance);
  }

  /** Throws unless gradients, or what was made of them, agree. */
  void gradient(String name, double[] expected, double[] actual) {
    check(name, expected, actual, 2 * tolerance);
  }

  private void check(String name, double[] expected, double[] actual, double allowed) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    double error = Math.sqrt(difference / size);
    if (expected.length != actual.length || !(error <= allowed)) {
      throw new IllegalStateException(
          name
              + " must agree with the reference before anything is timed, error="
              + error
              + ", tolerance="
              + allowed
              + ", "
              + what
              + "; run the parity tests");
    }
  }
}
