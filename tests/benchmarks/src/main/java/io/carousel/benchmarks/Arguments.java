package io.carousel.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param benchmarks a pattern of names
 * @param share FULL, HALF, or both
 * @param json where results are written, or empty
 * @param quick whether short runs will do
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to JMH, never compared
record Arguments(
    String benchmarks,
    String backend,
    List<Shape> shapes,
    String[] share,
    String json,
    boolean quick) {
  private static final Arguments DEFAULTS =
      new Arguments(".*", "cpu", Shapes.standard(), new String[] {"FULL", "HALF"}, "", false);

  /**
   * @throws IllegalArgumentException if an option is not known or lacks its value
   */
  static Arguments parse(String... words) {
    Arguments all = DEFAULTS;
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("--quick")) {
        all = new Arguments(all.benchmarks, all.backend, all.shapes, all.share, all.json, true);
      } else if (i + 1 == words.length) {
        throw unknown(words[i]);
      } else {
        all = all.with(words[i], words[++i]);
      }
    }
    return all;
  }

  private Arguments with(String option, String value) {
    return switch (option) {
      case "--only" -> new Arguments(value, backend, shapes, share, json, quick);
      case "--backend" -> new Arguments(benchmarks, value, shapes, share, json, quick);
      case "--shapes" ->
          new Arguments(benchmarks, backend, Shapes.parse(value), share, json, quick);
      case "--share" -> new Arguments(benchmarks, backend, shapes, shares(value), json, quick);
      case "--json" -> new Arguments(benchmarks, backend, shapes, share, value, quick);
      default -> throw unknown(option);
    };
  }

  private static String[] shares(String value) {
    if (Arrays.stream(Share.values()).noneMatch(share -> share.name().equals(value))) {
      throw new IllegalArgumentException(
          "share must be one of " + Arrays.toString(Share.values()) + ", share=" + value);
    }
    return new String[] {value};
  }

  private static IllegalArgumentException unknown(String option) {
    return new IllegalArgumentException(
        "an option must be known and have its value, option=" + option + "; see --help");
  }
}
