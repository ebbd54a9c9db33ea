package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final Reading ALL =
      new Reading(CsvFormat.STANDARD, Missing.DROP, "t", "dd.MM.yyyy", "Europe/Berlin", 3);

  @Test
  void changesOneThingAtATime() {
    Reading plain = Reading.STANDARD.withTime("t", "dd.MM.yyyy", "Europe/Berlin");
    assertThat(plain.withMissing(Missing.DROP).withLargestGap(3)).isEqualTo(ALL);
    assertThat(plain.withLargestGap(3).withMissing(Missing.DROP)).isEqualTo(ALL);
    assertThat(ALL.withFormat(CsvFormat.STANDARD)).isEqualTo(ALL);
    assertThat(ALL.withTime(null, null, null).withLargestGap(-1).withMissing(Missing.ERROR))
        .isEqualTo(Reading.STANDARD);
  }

  @Test
  void refusesWhatNeedsATimeColumn() {
    assertThatThrownBy(() -> ALL.withTime(null, null, "Europe/Berlin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "time format and time zone need a time column, timeFormat=null,"
                + " timeZone=Europe/Berlin; name it with --time");
    assertThatThrownBy(() -> ALL.withLargestGap(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("largestGap must be -1 or more, largestGap=-2");
  }
}
