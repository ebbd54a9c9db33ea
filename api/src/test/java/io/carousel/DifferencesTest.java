package io.carousel;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.internal.Differences;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static Map<String, String> of(String... namesAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void sameTextsDoNotDiffer() {
    assertThat(Differences.between(of("a", "1", "b", "2"), of("b", "2", "a", "1"))).isEmpty();
  }

  @Test
  void namesWhatDiffers() {
    assertThat(Differences.between(of("a", "1", "b", "2", "c", "3"), of("a", "1", "b", "4")))
        .isEqualTo("b=2, now=4, c=3, now=none");
    assertThat(Differences.between(of(), of("d", "5"))).isEqualTo("d=none, now=5");
  }

  @Test
  void namesThreeAndCountsTheOthers() {
    assertThat(
            Differences.between(
                of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1"),
                of("a", "2", "b", "2", "c", "2", "d", "2", "e", "2")))
        .isEqualTo("a=1, now=2, b=1, now=2, c=1, now=2 and 2 more");
  }

  @Test
  void threeAreAll() {
    assertThat(Differences.between(of("a", "1", "b", "1", "c", "1"), of()))
        .isEqualTo("a=1, now=none, b=1, now=none, c=1, now=none");
  }

  /** What begins to differ within the first 60 characters is seen from the beginning. */
  @Test
  void longTextsThatDifferEarlyAreShownFromTheBeginning() {
    String same = "x".repeat(60);
    String tail = "z".repeat(40);
    assertThat(Differences.between(of("a", same + tail), of("a", same + "y")))
        .isEqualTo("a=" + same + "z".repeat(20) + "..., now=" + same + "y");
    assertThat(Differences.between(of("a", same + "x" + tail), of("a", same + "xy")))
        .isEqualTo("a=..." + "x".repeat(20) + tail + ", now=" + same + "xy");
  }

  @Test
  void longTextsAreCutToWhereTheyBeginToDiffer() {
    String same = "x".repeat(1000);
    String short80 = "y".repeat(80);
    assertThat(Differences.between(of("a", same + "1" + same), of("a", same + "2")))
        .isEqualTo(
            "a=..."
                + "x".repeat(20)
                + "1"
                + "x".repeat(59)
                + "..., now=..."
                + "x".repeat(20)
                + "2");
    assertThat(Differences.between(of("a", short80), of("a", short80 + "z")))
        .isEqualTo("a=" + short80 + ", now=..." + "y".repeat(20) + "z");
    assertThat(Differences.between(of("a", "b"), of("a", same)))
        .isEqualTo("a=b, now=" + "x".repeat(80) + "...");
  }
}
