package io.carousel.internal;

/** Argument checks whose messages all read the same: constraint, then {@code name=value}. */
public final class Require {
  private Require() {}

  public static int positive(int value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, " + name + "=" + value);
    }
    return value;
  }

  public static double positive(double value, String name) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be positive and finite, " + name + "=" + value);
    }
    return value;
  }

  public static int notNegative(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, " + name + "=" + value);
    }
    return value;
  }

  public static double notNegative(double value, String name) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, " + name + "=" + value);
    }
    return value;
  }

  /** A probability of dropping: at least 0 and below 1. */
  public static double dropProbability(double value, String name) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and below 1, " + name + "=" + value);
    }
    return value;
  }

  /** A share: above 0 and at most 1. */
  public static double share(double value, String name) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + " must be above 0 and at most 1, " + name + "=" + value);
    }
    return value;
  }

  /** A decay of a running average: at least 0 and below 1. */
  public static double decay(double value, String name) {
    return dropProbability(value, name);
  }

  /** Throws unless {@code holds}; the message is the caller's, complete. */
  public static void that(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Throws unless an array has the expected length; makes its message only then. */
  public static void length(String name, int length, long expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          name + " must have " + expected + " elements, " + name + "=" + length);
    }
  }

  /**
   * The element count or offset as an array index; {@code what} says what is too large when it is.
   */
  public static int arraySize(long elements, String what) {
    if (elements < 0 || elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          what + " must fit one Java array of 2147483639 elements, elements=" + elements);
    }
    return (int) elements;
  }
}
