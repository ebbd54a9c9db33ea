package io.carousel.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where names stand in a list, in time that is linear in both, for tables of many columns. */
public final class Positions {
  private Positions() {}

  /**
   * The position of each name.
   *
   * @param what names one of them in the message: {@code column}
   * @throws IllegalArgumentException if a name is not in the list
   */
  public static int[] of(List<String> names, List<String> all, String what) {
    if (names.size() == 1) {
      return new int[] {of(names.get(0), all, what)};
    }
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      positions.putIfAbsent(all.get(i), i);
    }
    int[] found = new int[names.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = require(positions.getOrDefault(names.get(i), -1), names.get(i), all, what);
    }
    return found;
  }

  /** The position of one name. */
  public static int of(String name, List<String> all, String what) {
    return require(all.indexOf(name), name, all, what);
  }

  private static int require(int position, String name, List<String> all, String what) {
    Require.that(
        position >= 0,
        () -> what + " must be one of " + Shown.list(all) + ", " + what + "=" + Shown.text(name));
    return position;
  }
}
