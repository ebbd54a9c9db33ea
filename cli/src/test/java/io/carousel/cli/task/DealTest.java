package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DealTest {
  private static final Shares SHARES = new Shares(0.8, 0.1, 0.1);

  private static List<String> classes(int... sizes) {
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        classes.add("c" + c);
      }
    }
    return classes;
  }

  private static long count(Map<Part, int[]> dealt, Part part, List<String> classes, String name) {
    return Arrays.stream(dealt.get(part)).filter(i -> classes.get(i).equals(name)).count();
  }

  @Test
  void everySequenceIsDealtOnce() {
    Map<Part, int[]> dealt = Deal.of(classes(7, 1, 30), SHARES, 1);
    assertThat(dealt.values().stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, 38).toArray());
  }

  @Test
  void eachPartHasItsShareOfEachClass() {
    List<String> classes = classes(100, 50);
    Map<Part, int[]> dealt = Deal.of(classes, SHARES, 5);
    assertThat(dealt.get(Part.VALIDATION)).hasSize(15);
    assertThat(dealt.get(Part.TEST)).hasSize(15);
    assertThat(count(dealt, Part.TEST, classes, "c0")).isBetween(9L, 11L);
    assertThat(count(dealt, Part.TEST, classes, "c1")).isBetween(4L, 6L);
  }

  @Test
  void trainingHasOneOfEachClassHoweverRare() {
    int[] sizes = new int[1000];
    Arrays.fill(sizes, 3);
    List<String> classes = classes(sizes);
    Map<Part, int[]> dealt = Deal.of(classes, SHARES, 9);
    assertThat(Arrays.stream(dealt.get(Part.TRAIN)).mapToObj(classes::get).distinct())
        .hasSize(1000);
    assertThat(dealt.get(Part.TRAIN)).hasSize(2400);
    assertThat(dealt.get(Part.TEST)).hasSize(300);
  }

  @Test
  void aPartWithoutAShareGetsNothing() {
    Map<Part, int[]> dealt = Deal.of(classes(20, 20), new Shares(1, 0, 0), 1);
    assertThat(dealt.get(Part.TRAIN)).hasSize(40);
  }

  @Test
  void theSeedDecides() {
    List<String> classes = classes(50, 50);
    assertThat(Deal.of(classes, SHARES, 1).get(Part.TEST))
        .isEqualTo(Deal.of(classes, SHARES, 1).get(Part.TEST))
        .isNotEqualTo(Deal.of(classes, SHARES, 2).get(Part.TEST));
  }
}
