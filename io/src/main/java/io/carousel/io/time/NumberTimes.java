package io.carousel.io.time;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers as times: steps that are counted, or seconds, milli-, micro- or nanoseconds since 1970.
 */
final class NumberTimes {
  /** A number of more characters is no time. */
  private static final int LONGEST = 40;

  private static final int NANO_DIGITS = 9;

  private NumberTimes() {}

  /** The number in a text, or null. */
  static BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      boolean fits =
          number.precision() - number.scale() <= LONGEST / 2 && number.scale() <= LONGEST;
      return fits ? number : null;
    } catch (NumberFormatException e) {
      return null; // most texts are none
    }
  }

  /** How many digits a second has in a count that reaches this far: 0, 3, 6, 9; -1 for no count. */
  static int scale(BigDecimal largest) {
    int digits = largest.abs().toBigInteger().toString().length();
    return switch (digits) {
      case 9, 10 -> 0;
      case 12, 13 -> 3;
      case 15, 16 -> 6;
      case 18, 19 -> NANO_DIGITS;
      default -> -1;
    };
  }

  /** A number of which a second is 1 with {@code scale} zeros. */
  static Moment moment(BigDecimal number, int scale) {
    BigDecimal seconds = number.movePointLeft(scale);
    BigInteger whole = seconds.setScale(0, RoundingMode.FLOOR).toBigInteger();
    BigDecimal rest = seconds.subtract(new BigDecimal(whole));
    return new Moment(
        whole.longValue(),
        rest.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.FLOOR).intValue(),
        0);
  }

  /** The number of a moment again. */
  static String text(Moment moment, int scale) {
    return BigDecimal.valueOf(moment.seconds())
        .add(BigDecimal.valueOf(moment.nanos(), NANO_DIGITS))
        .movePointRight(scale)
        .stripTrailingZeros()
        .toPlainString();
  }
}
