package io.carousel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.train.EpochResult;
import io.carousel.train.TrainingListener.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressOnTerminalTest {
  /** What a terminal of this width got after the second of three epochs; without the clock. */
  private static List<String> written(int width) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressOnTerminal progress = new ProgressOnTerminal(terminal, width, 3)) {
      progress.step(new Step(0, 0, 1, 1, true, 0.5, 1e-3, 64, 0));
      progress.epoch(new EpochResult(0, 0.5, 0.75, 1e-3, 64, 640, 1, 0));
      progress.step(new Step(1, 0, 1, 2, true, 0.12345, 1e-3, 64, 0));
    }
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replaceAll("left \\d+:\\d\\d", "left 0:00")
        .lines()
        .flatMap(line -> List.of(line.split("\r")).stream())
        .toList();
  }

  @Test
  void keepsTheLineOfEachEpoch() {
    assertThat(written(70))
        .contains("epoch 1/3  steps 1  loss 0.5  validation 0.75  rate 0.001" + " ".repeat(13));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "60|epoch 2/3 [############      ] step 1/1 loss 0.123 left 0:00",
        "40|epoch 2/3 [####   ] loss 0.123 left 0:00",
        "30|epoch 2/3 [#####   ] left 0:00",
        "8|epoch 2/"
      })
  void fitsTheWindow(int width, String bar) {
    assertThat(written(width)).contains(bar).allMatch(line -> line.length() <= Math.max(width, 60));
  }
}
