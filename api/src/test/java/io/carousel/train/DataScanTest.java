package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.data.Dataset;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataScanTest {
  private static Dataset data(float... features) {
    float[][] steps = new float[features.length][];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = new float[] {features[t]};
    }
    return Sequences.of(List.of(Sequence.of(steps).withTarget(0)));
  }

  /** By chance two of n hashes of 64 bits are the same in n^2 / 2^65 of all cases. */
  @Test
  void dataThatDifferInOneNumberHaveOtherHashes() {
    int count = 50_000;
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < count; i++) {
      hashes.add(DataScan.of(data(1, i, 3), "training", meanSquaredError()));
    }
    assertThat(hashes).hasSize(count);
  }

  @Test
  void theOrderOfTheNumbersCounts() {
    assertThat(DataScan.of(data(1, 2), "training", meanSquaredError()))
        .isNotEqualTo(DataScan.of(data(2, 1), "training", meanSquaredError()));
  }
}
