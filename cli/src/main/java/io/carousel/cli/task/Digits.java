package io.carousel.cli.task;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers in the data's own units, with the digits that a float32 output stands for. */
final class Digits {
  /** The spacing of float32 numbers around 1, where scaled numbers lie. */
  private static final double SPACING = Math.ulp(1f);

  /** Beyond these a number is written with an exponent. */
  private static final double SMALLEST_PLAIN = 1e-4;

  private static final double LARGEST_PLAIN = 1e12;

  private Digits() {}

  /**
   * A number as text.
   *
   * @param deviation by which it was multiplied to leave the scaled numbers
   */
  static String text(double value, double deviation) {
    int decimals = (int) Math.ceil(-Math.log10(deviation * SPACING));
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    double size = Math.abs(value);
    return size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)
        ? BigDecimal.valueOf(rounded.doubleValue()).stripTrailingZeros().toPlainString()
        : Double.toString(rounded.doubleValue());
  }
}
