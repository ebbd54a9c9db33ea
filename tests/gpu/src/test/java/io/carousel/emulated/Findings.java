package io.carousel.emulated;

import java.util.Locale;

/** What a survey has found out, line by line. */
final class Findings {
  private static final String MARK = "[gpu] ";

  /** Set to true, what is found on the pretend libraries is printed too; it means nothing. */
  private static final String PROPERTY = "carousel.emulator.findings";

  private Findings() {}

  /** Prints a line if it is about a real device. */
  static void say(String format, Object... values) {
    if (Emulator.isReal() || Boolean.getBoolean(PROPERTY)) {
      System.out.println(MARK + String.format(Locale.ROOT, format, values));
    }
  }

  /** The one size for a device, the other for the pretend libraries, which are slow. */
  static <T> T size(T real, T emulated) {
    return Emulator.isReal() ? real : emulated;
  }
}
