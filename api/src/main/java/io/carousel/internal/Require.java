package io.carousel.internal;

import java.util.function.Supplier;

/** Argument checks whose messages all read the same: constraint, then {@code name=value}. */
public final class Require {
  /** The most elements of an array that every JVM has. */
  public static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** The most four-byte numbers of a buffer over native memory, which are counted in bytes. */
  public static final int MAX_BUFFER = Integer.MAX_VALUE / Float.BYTES;

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

  /** Throws unless {@code holds}; makes the message only then, which lists may make long. */
  public static void that(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new IllegalArgumentException(message.get());
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
    if (elements < 0 || elements > MAX_ARRAY) {
      throw new IllegalArgumentException(
          what + " must fit one Java array of " + MAX_ARRAY + " elements, elements=" + elements);
    }
    return (int) elements;
  }

  /** The count of four-byte numbers of a buffer; {@code what} says what is too large when it is. */
  public static int bufferSize(long numbers, String what) {
    if (numbers < 0 || numbers > MAX_BUFFER) {
      throw new IllegalArgumentException(
          what
              + " must fit one Java buffer of "
              + MAX_BUFFER
              + " numbers, numbers="
              + numbers
              + "; use a smaller batch, shorter sequences or narrower layers");
    }
    return (int) numbers;
  }
}
