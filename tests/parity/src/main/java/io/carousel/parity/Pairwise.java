package io.carousel.parity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Chooses cases so that every pair of values of two settings that occurs at all is chosen. */
final class Pairwise {
  private Pairwise() {}

  /**
   * Greedy: the candidate with most pairs not covered yet, the first of them, until all are.
   *
   * @param candidates the preferred ones first
   * @param settings of a candidate, always as many
   */
  static <C> List<C> cover(List<C> candidates, Function<C, List<Object>> settings) {
    Map<Object, Integer> numbers = new HashMap<>();
    List<int[]> pairs = candidates.stream().map(c -> pairs(settings.apply(c), numbers)).toList();
    boolean[] covered = new boolean[numbers.size()];
    List<C> chosen = new ArrayList<>();
    for (int best = best(pairs, covered); best >= 0; best = best(pairs, covered)) {
      chosen.add(candidates.get(best));
      for (int pair : pairs.get(best)) {
        covered[pair] = true;
      }
    }
    return chosen;
  }

  /** A pair is two places and the values there. */
  record Two(int first, int second, Object a, Object b) {}

  static List<Two> twos(List<Object> settings) {
    List<Two> twos = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      for (int j = i + 1; j < settings.size(); j++) {
        twos.add(new Two(i, j, settings.get(i), settings.get(j)));
      }
    }
    return twos;
  }

  private static int[] pairs(List<Object> settings, Map<Object, Integer> numbers) {
    return twos(settings).stream()
        .mapToInt(two -> numbers.computeIfAbsent(two, t -> numbers.size()))
        .toArray();
  }

  /** The index of the best candidate, -1 if none covers anything new. */
  private static int best(List<int[]> pairs, boolean[] covered) {
    int best = -1;
    int most = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int count = 0;
      for (int pair : pairs.get(i)) {
        count += covered[pair] ? 0 : 1;
      }
      if (count > most) {
        most = count;
        best = i;
      }
    }
    return best;
  }
}
