package io.carousel.cli.task;

import io.carousel.internal.Require;

/**
 * How data are cut into parts.
 *
 * @param training above 0
 * @param validation 0 or more
 * @param test 0 or more; the three sum to 1
 */
public record Shares(double training, double validation, double test) {
  private static final double TOLERANCE = 1e-9;

  public Shares {
    String text = training + "," + validation + "," + test;
    Require.that(
        training > 0 && validation >= 0 && test >= 0,
        "split must have a training share above 0 and no negative share, split=" + text);
    Require.that(
        Math.abs(training + validation + test - 1) < TOLERANCE,
        "split must sum to 1, split=" + text);
  }

  /** Three numbers with commas between. */
  public static Shares parse(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 3) {
        return new Shares(number(parts[0]), number(parts[1]), number(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw notThree(text, e);
    }
    throw notThree(text, null);
  }

  private static double number(String text) {
    return Double.parseDouble(text.strip());
  }

  private static IllegalArgumentException notThree(String text, Throwable cause) {
    return new IllegalArgumentException(
        "split must be three numbers, such as 0.8,0.1,0.1, split=" + text, cause);
  }

  /** These shares where parts come from files of their own: training takes what they leave. */
  Shares without(boolean noValidation, boolean noTest) {
    double left = noValidation ? 0 : validation;
    double right = noTest ? 0 : test;
    return new Shares(1 - left - right, left, right);
  }

  /** The first of {@code count} things that belongs to validation. */
  int validationStart(int count) {
    return test == 0 && validation == 0 ? count : (int) Math.round(count * training);
  }

  /** The first of {@code count} things that belongs to test. */
  int testStart(int count) {
    return test == 0 ? count : (int) Math.round(count * (training + validation));
  }
}
