package io.carousel.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> said = new ArrayList<>();

  /** A step of this contender takes so long. */
  private Contender taking(String name, double milliseconds) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double milliseconds(int count) {
        said.add(name + count);
        return milliseconds * count;
      }
    };
  }

  @Test
  void turnsGoThereAndBackAfterAnUntimedStep() {
    Map<String, Timing> timings =
        new Rounds(3, 20).measure(List.of(taking("a", 2), taking("b", 5)));
    assertThat(said)
        .containsExactly(
            "a6", "a6", "a10", "b6", //
            "b6", // 30 ms already
            "a1", "a10", "b1", "b4", "b1", "b4", "a1", "a10", "a1", "a10", "b1", "b4");
    assertThat(timings.keySet()).containsExactly("a", "b");
    assertThat(timings.get("a")).isEqualTo(new Timing(2, 2, List.of(2.0, 2.0, 2.0)));
    assertThat(timings.get("b").median()).isEqualTo(5);
  }

  @Test
  void aTurnHasAFewStepsAtLeast() {
    new Rounds(1, 10).measure(List.of(taking("slow", 1000)));
    assertThat(said).containsExactly("slow6", "slow6", "slow1", "slow3");
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Timing.of(List.of(4.0, 1.0, 3.0, 2.00001)))
        .isEqualTo(new Timing(2.5, 1, List.of(4.0, 1.0, 3.0, 2.0)));
    assertThat(Timing.of(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3);
  }
}
