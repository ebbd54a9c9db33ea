package io.carousel.cli.option;

import io.carousel.internal.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An option's value with settings of its own: {@code name:key=value,key=value}.
 *
 * @param option the option's name, for messages
 * @param name what stands before the colon
 * @param values by key
 */
record Setting(String option, String name, Map<String, String> values) {

  /** Takes a value apart. */
  static Setting parse(String option, String text) {
    int colon = text.indexOf(':');
    Map<String, String> values = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String pair : text.substring(colon + 1).split(",", -1)) {
        int equals = pair.indexOf('=');
        Require.that(
            equals > 0,
            option + " must be written name:key=value,key=value, " + option + "=" + text);
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return new Setting(option, colon < 0 ? text : text.substring(0, colon), values);
  }

  /** Throws if there are other keys than these. */
  Setting allowing(String... keys) {
    for (String key : values.keySet()) {
      Require.that(
          List.of(keys).contains(key),
          "keys of " + option + " " + name + " must be among " + List.of(keys) + ", key=" + key);
    }
    return this;
  }

  int whole(String key, int otherwise) {
    String value = values.get(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw notANumber("a whole number", key, value, e);
    }
  }

  double number(String key, double otherwise) {
    String value = values.get(key);
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw notANumber("a number", key, value, e);
    }
  }

  private IllegalArgumentException notANumber(
      String kind, String key, String value, NumberFormatException cause) {
    return new IllegalArgumentException(
        key + " of " + option + " " + name + " must be " + kind + ", " + key + "=" + value, cause);
  }
}
