package io.carousel.parity;

import java.util.Locale;
import java.util.Objects;

/**
 * One tensor, or one message, of a backend beside the reference's.
 *
 * @param subject the case
 * @param tensor what was compared
 * @param shape such as {@code 7 x 3 x 13}, or empty for text
 * @param error |actual - expected| / |expected|, for very small tensors as {@link Scale} says;
 *     infinite where something is not a number
 * @param tolerance the bound on that
 * @param ratio the worst of error and of the elements' errors, each divided by its bound; at most 1
 *     if the backend agrees
 * @param detail what differs, in words, where it does
 */
public record Comparison(
    String subject,
    String tensor,
    String shape,
    double error,
    double tolerance,
    double ratio,
    String detail) {

  /** Whether the backend agrees. */
  public boolean agrees() {
    return ratio <= 1;
  }

  /** Compares numbers of any shape, for whoever has results of his own. */
  public static Comparison ofNumbers(
      String subject, String what, double[] expected, double[] actual, Tolerance tolerance) {
    return of(subject, Tensor.of(what, expected, expected.length), actual, tolerance);
  }

  /** Compares numbers. */
  static Comparison of(String subject, Tensor expected, double[] actual, Tolerance tolerance) {
    return of(subject, expected, actual, tolerance, 0);
  }

  /** Compares numbers; {@code least} is from {@link Scale}. */
  static Comparison of(
      String subject, Tensor expected, double[] actual, Tolerance tolerance, double least) {
    String shape = expected.shape();
    if (actual == null || actual.length != expected.values().length) {
      int found = actual == null ? 0 : actual.length;
      String text = "expected " + expected.values().length + " elements, got " + found;
      return failed(subject, expected.name(), shape, tolerance.relative(), text);
    }
    Distance distance = new Distance(expected, actual, tolerance, least);
    return new Comparison(
        subject,
        expected.name(),
        shape,
        distance.error(),
        distance.bound(),
        distance.ratio(),
        distance.detail());
  }

  /** Compares text: it is the same, or it is not. */
  public static Comparison ofText(String subject, String what, String expected, String actual) {
    if (Objects.equals(expected, actual)) {
      return new Comparison(subject, what, "", 0, 0, 0, "");
    }
    return failed(subject, what, "", 0, "expected <" + expected + "> got <" + actual + ">");
  }

  private static Comparison failed(
      String subject, String what, String shape, double tolerance, String detail) {
    double infinite = Double.POSITIVE_INFINITY;
    return new Comparison(subject, what, shape, infinite, tolerance, infinite, detail);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s [%s] error %.2e, tolerance %.2e, ratio %.3g%s",
        subject,
        tensor,
        shape,
        error,
        tolerance,
        ratio,
        detail.isEmpty() ? "" : ", " + detail);
  }

  /** How far two arrays are from each other, by norm and element by element. */
  private static final class Distance {
    private final double[] expected;
    private final double[] actual;
    private final Tolerance tolerance;
    private final int count;

    /** The root mean square of the elements that are not zero, so that padding does not count. */
    private final double size;

    private double worst;
    private int worstAt = -1;

    Distance(Tensor tensor, double[] actual, Tolerance tolerance, double least) {
      this.expected = tensor.values();
      this.actual = actual;
      this.tolerance = tolerance;
      count = tensor.count();
      size = count == 0 ? 0 : Math.max(least, Math.sqrt(tensor.squares() / count));
      findWorst();
    }

    double error() {
      double squares = 0;
      for (int i = 0; i < expected.length; i++) {
        squares += square(actual[i] - expected[i]);
      }
      return over(Math.sqrt(squares), Math.sqrt(count) * size);
    }

    double ratio() {
      return Math.max(worst, over(error(), bound()));
    }

    double bound() {
      return size == 0 ? tolerance.relative() : tolerance.norm(size);
    }

    String detail() {
      if (ratio() <= 1 || worstAt < 0) {
        return "";
      }
      return "element " + worstAt + " is " + actual[worstAt] + " for " + expected[worstAt];
    }

    private void findWorst() {
      for (int i = 0; i < expected.length; i++) {
        double bound = tolerance.element(expected[i], size);
        double ratio = over(Math.abs(actual[i] - expected[i]), bound);
        if (ratio > worst) {
          worst = ratio;
          worstAt = i;
        }
      }
    }

    /** Nothing over nothing is nothing; what is not a number is infinitely wrong. */
    private static double over(double error, double bound) {
      return error == 0 ? 0 : finite(error / bound);
    }

    private static double finite(double value) {
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static double square(double value) {
      return value * value;
    }
  }
}
