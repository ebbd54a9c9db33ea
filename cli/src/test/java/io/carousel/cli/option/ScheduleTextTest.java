package io.carousel.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carousel.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTextTest {
  @Test
  void readsEverySchedule() {
    assertThat(parse("constant")).isEqualTo(Schedule.constant());
    assertThat(parse("step:after=4,every=1,factor=0.5")).isEqualTo(Schedule.step(4, 1, 0.5));
    assertThat(parse("exponential:factor=0.9")).isEqualTo(Schedule.exponential(0.9));
    assertThat(parse("cosine")).isEqualTo(Schedule.cosine(7));
    assertThat(parse("cosine:epochs=20")).isEqualTo(Schedule.cosine(20));
    assertThat(parse("plateau:patience=2,factor=0.1")).isEqualTo(Schedule.plateau(2, 0.1));
  }

  @Test
  void putsAWarmUpBefore() {
    assertThat(ScheduleText.parse("exponential:factor=0.9", 7, 5))
        .isEqualTo(Schedule.warmUp(5, Schedule.exponential(0.9)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear|schedule must be one of [constant, step, exponential, cosine, plateau], schedule=linear",
        "step:aftr=3|keys of schedule step must be among [after, every, factor], key=aftr",
        "constant:a=1|keys of schedule constant must be among [], key=a",
        "step:after|schedule must be written name:key=value,key=value, schedule=step:after",
        "step:after=x|after of schedule step must be a whole number, after=x",
        "exponential:factor=x|factor of schedule exponential must be a number, factor=x",
        "exponential:factor=2|factor must be above 0 and at most 1, factor=2.0",
      })
  void refuses(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessage(message);
  }

  private static Schedule parse(String text) {
    return ScheduleText.parse(text, 7, 0);
  }
}
