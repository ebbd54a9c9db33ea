package io.carousel.cli.task;

import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Deals sequences out to the parts at random, so that each part has its share of every class: the
 * first of each class goes to training, every other one to the part that is furthest behind its
 * share.
 */
final class Deal {
  private final Map<Part, Double> shares;
  private final Map<Part, Integer> counts = new EnumMap<>(Part.class);
  private final Map<Part, IntStream.Builder> dealt = new EnumMap<>(Part.class);
  private int done;

  private Deal(Shares shares) {
    this.shares =
        new EnumMap<>(
            Map.of(
                Part.TRAIN, shares.training(),
                Part.VALIDATION, shares.validation(),
                Part.TEST, shares.test()));
    for (Part part : Part.values()) {
      dealt.put(part, IntStream.builder());
      counts.put(part, 0);
    }
  }

  /**
   * The sequences of each part, by number.
   *
   * @param classes the class of each sequence; any one text where they are not told apart
   */
  static Map<Part, int[]> of(List<String> classes, Shares shares, long seed) {
    int[] order = new Philox(seed, Purpose.USER, 0, 0).permutation(classes.size());
    Map<String, IntStream.Builder> members = new TreeMap<>();
    for (int sequence : order) {
      members.computeIfAbsent(classes.get(sequence), any -> IntStream.builder()).add(sequence);
    }
    Deal deal = new Deal(shares);
    members.values().forEach(builder -> deal.one(builder.build().toArray()));
    Map<Part, int[]> parts = new LinkedHashMap<>();
    deal.dealt.forEach((part, builder) -> parts.put(part, builder.build().toArray()));
    return parts;
  }

  private void one(int[] members) {
    for (int i = 0; i < members.length; i++) {
      Part part = i == 0 ? Part.TRAIN : furthestBehind();
      done++;
      counts.merge(part, 1, Integer::sum);
      dealt.get(part).add(members[i]);
    }
  }

  private Part furthestBehind() {
    Part behind = Part.TRAIN;
    for (Part part : Part.values()) {
      if (missing(part) > missing(behind)) {
        behind = part;
      }
    }
    return behind;
  }

  private double missing(Part part) {
    return shares.get(part) * (done + 1) - counts.get(part);
  }
}
