package io.carousel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which known name somebody meant. */
final class Closest {
  private Closest() {}

  /** The one that takes the fewest letters to change, the first of several; case does not count. */
  static String to(String name, Collection<String> known) {
    String asked = name.strip().toLowerCase(Locale.ROOT);
    return known.stream().min(Comparator.comparingInt(one -> distance(asked, one))).orElseThrow();
  }

  /** Levenshtein's distance: letters inserted, removed and replaced. */
  private static int distance(String from, String to) {
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
      }
      last = row;
    }
    return last[to.length()];
  }
}
