package io.carousel.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What differs between two sets of named texts, in few words. */
public final class Differences {
  private static final int MOST = 3;
  private static final int WIDTH = 80;
  private static final int CONTEXT = 20;
  private static final String CUT = "...";

  private Differences() {}

  /**
   * The entries that differ as {@code name=before, now=after}: the first three, and how many more.
   * Long texts are cut to where they begin to differ; what only one side has is {@code none} on the
   * other. Empty if nothing differs.
   */
  public static String between(Map<String, String> before, Map<String, String> now) {
    Map<String, String> all = new LinkedHashMap<>(before);
    now.forEach(all::putIfAbsent);
    List<String> found = new ArrayList<>();
    for (String name : all.keySet()) {
      String first = before.getOrDefault(name, "none");
      String second = now.getOrDefault(name, "none");
      if (!first.equals(second)) {
        int same = same(first, second);
        found.add(name + "=" + cut(first, same) + ", now=" + cut(second, same));
      }
    }
    String shown = String.join(", ", found.subList(0, Math.min(MOST, found.size())));
    return found.size() <= MOST ? shown : shown + " and " + (found.size() - MOST) + " more";
  }

  /** How many characters both begin with. */
  private static int same(String first, String second) {
    int at = 0;
    while (at < Math.min(first.length(), second.length())
        && first.charAt(at) == second.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String cut(String text, int same) {
    if (text.length() <= WIDTH) {
      return text;
    }
    int from = same <= WIDTH - CONTEXT ? 0 : same - CONTEXT;
    int to = Math.min(text.length(), from + WIDTH);
    return (from == 0 ? "" : CUT) + text.substring(from, to) + (to == text.length() ? "" : CUT);
  }
}
