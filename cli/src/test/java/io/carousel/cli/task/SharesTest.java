package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {
  @Test
  void readsThreeNumbers() {
    assertThat(Shares.parse("0.7, 0.2,0.1")).isEqualTo(new Shares(0.7, 0.2, 0.1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5,0.1,0.1|split must sum to 1, split=0.5,0.1,0.1",
        "0.5,0.5|split must be three numbers, such as 0.8,0.1,0.1, split=0.5,0.5",
        "a,b,c|split must be three numbers, such as 0.8,0.1,0.1, split=a,b,c",
        "0,0.5,0.5|split must have a training share above 0 and no negative share, split=0.0,0.5,0.5",
        "1.2,-0.1,-0.1|split must have a training share above 0 and no negative share, split=1.2,-0.1,-0.1",
      })
  void refuses(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Shares.parse(text)).withMessage(message);
  }

  @Test
  void givesTrainingWhatFilesOfTheirOwnLeave() {
    Shares split = new Shares(0.8, 0.15, 0.05);
    Path file = Path.of("other.csv");
    assertThat(new Sources(file, null, file, split).split()).isEqualTo(new Shares(0.85, 0.15, 0));
    assertThat(new Sources(file, file, file, split).split()).isEqualTo(new Shares(1, 0, 0));
  }

  @Test
  void cutsCounts() {
    Shares split = new Shares(0.8, 0.1, 0.1);
    assertThat(split.validationStart(40)).isEqualTo(32);
    assertThat(split.testStart(40)).isEqualTo(36);
    assertThat(new Shares(1, 0, 0).validationStart(7)).isEqualTo(7);
    assertThat(new Shares(0.5, 0.5, 0).testStart(7)).isEqualTo(7);
  }
}
