package io.carousel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.train.TrainingListener.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final List<String> said = new ArrayList<>();
  private long now = 5;
  private final ProgressLines lines = new ProgressLines(said::add, 3, () -> now);

  private void step(int batch, long seconds) {
    now += seconds * 1_000_000_000L;
    lines.step(new Step(1, batch, 900, batch + 1, true, 0.12345, 1e-3, 64, 0));
  }

  @Test
  void aLongEpochShowsASignOfLifeEveryHalfMinute() {
    step(0, 29);
    assertThat(said).isEmpty();
    step(1, 1);
    assertThat(said).containsExactly("epoch 2/3  step 2/900  loss 0.123");
    step(2, 29);
    assertThat(said).hasSize(1);
    step(3, 50);
    assertThat(said).hasSize(2).last().isEqualTo("epoch 2/3  step 4/900  loss 0.123");
  }
}
