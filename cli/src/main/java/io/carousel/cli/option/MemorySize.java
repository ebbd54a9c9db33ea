package io.carousel.cli.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as options write them: {@code 512M}, {@code 2G}. */
final class MemorySize {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18})([KMGT]?)", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "KMGT";

  private MemorySize() {}

  /**
   * The bytes that a text stands for; a unit is 1024 times the one before it.
   *
   * @param name of the option, for messages
   * @throws IllegalArgumentException if it is none, 0, or above 2^63 - 1
   */
  static long parse(String name, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      String letter = matcher.group(2).toUpperCase(Locale.ROOT);
      int shift = letter.isEmpty() ? 0 : 10 * (1 + UNITS.indexOf(letter));
      if (count > 0 && count <= Long.MAX_VALUE >> shift) {
        return count << shift;
      }
    }
    throw new IllegalArgumentException(
        name
            + " must be a positive number of bytes, or of K, M, G or T, "
            + name
            + "="
            + text
            + "; write it such as 2G, or leave it out for the default");
  }
}
