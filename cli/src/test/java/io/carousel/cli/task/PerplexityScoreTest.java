package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carousel.metric.Metric;
import org.junit.jupiter.api.Test;

class PerplexityScoreTest {
  /** Counts 2, 1, 0 plus one each over 6; the first test token is not foretold. */
  @Test
  void countsEachTokenOnceMoreThanItWasSeen() {
    double perplexity =
        PerplexityScore.unigram(new int[] {0, 0, 1}, new int[] {2, 0, 1, 2}, 3)
            .overall()
            .get(Metric.PERPLEXITY);
    assertThat(perplexity).isCloseTo(Math.cbrt(6 / 3.0 * (6 / 2.0) * (6 / 1.0)), within(1e-12));
  }

  @Test
  void readsATextInFewTracks() {
    assertThat(PerplexityScore.tracks(100, 64)).isEqualTo(1);
    assertThat(PerplexityScore.tracks(7000, 64)).isEqualTo(3);
    assertThat(PerplexityScore.tracks(1_000_000, 64)).isEqualTo(64);
  }
}
