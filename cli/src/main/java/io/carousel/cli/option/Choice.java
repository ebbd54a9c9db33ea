package io.carousel.cli.option;

import java.util.Map;

/** Option values that stand for something. */
final class Choice {
  private Choice() {}

  /**
   * What a word stands for.
   *
   * @throws IllegalArgumentException listing the known words if this is none
   */
  static <V> V of(String option, String word, Map<String, V> known) {
    V value = known.get(word);
    if (value == null) {
      throw new IllegalArgumentException(
          option + " must be one of " + known.keySet() + ", " + option + "=" + word);
    }
    return value;
  }
}
