package io.carousel.cli.option;

import io.carousel.model.Initializer;

/** Initializers as options write them. */
final class InitText {
  private InitText() {}

  static Initializer parse(String text) {
    if (text.equals("default")) {
      return Initializer.standard();
    }
    if (text.equals("pytorch")) {
      return Initializer.pytorch();
    }
    if (text.startsWith("uniform:")) {
      return Initializer.uniform(limit(text));
    }
    throw new IllegalArgumentException(
        "init must be one of [default, uniform:LIMIT, pytorch], init=" + text);
  }

  private static double limit(String text) {
    try {
      return Double.parseDouble(text.substring("uniform:".length()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the limit of init uniform must be a number, such as uniform:0.1, init=" + text, e);
    }
  }
}
