package io.carousel.reference;

/** The functions that the JDK does not have. */
final class ReferenceMath {
  private ReferenceMath() {}

  /** 1 / (1 + e^-a); its derivative is s (1 - s). */
  static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }

  /** log(1 + e^a) = max(a, 0) + log(1 + e^-|a|), which does not overflow. */
  static double softplus(double a) {
    return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
  }

  /** log sum_k e^(v_k) = m + log sum_k e^(v_k - m) with the maximum m, which does not overflow. */
  static double logSumExp(double[] values, int from, int count) {
    double maximum = values[from];
    for (int k = 1; k < count; k++) {
      maximum = Math.max(maximum, values[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += Math.exp(values[from + k] - maximum);
    }
    return maximum + Math.log(sum);
  }
}
