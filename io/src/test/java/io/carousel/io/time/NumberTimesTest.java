package io.carousel.io.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTimesTest {
  @Test
  void readsNumbersOfSensibleLength() {
    assertThat(NumberTimes.number("12.5")).isEqualTo(new BigDecimal("12.5"));
    assertThat(NumberTimes.number("-3e2")).isEqualTo(new BigDecimal("-3E+2"));
    assertThat(NumberTimes.number("")).isNull();
    assertThat(NumberTimes.number("x")).isNull();
    assertThat(NumberTimes.number("1".repeat(20))).isNotNull();
    assertThat(NumberTimes.number("1".repeat(21))).isNull();
    assertThat(NumberTimes.number("0." + "0".repeat(37) + "1")).isNotNull();
    assertThat(NumberTimes.number("0." + "0".repeat(38) + "1")).isNull();
    assertThat(NumberTimes.number("1e19")).isNotNull();
    assertThat(NumberTimes.number("1e20")).isNull();
    assertThat(NumberTimes.number("1e-40")).isNotNull();
    assertThat(NumberTimes.number("1e-41")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "99999999, -1",
    "100000000, 0",
    "1700000000, 0",
    "17000000000, -1",
    "170000000000, 3",
    "1700000000000, 3",
    "17000000000000, -1",
    "1700000000000000, 6",
    "-1700000000000000000, 9",
    "1700000000.5, 0",
    "3, -1",
  })
  void tellsWhatIsCountedByTheNumberOfDigits(BigDecimal largest, int scale) {
    assertThat(NumberTimes.scale(largest)).isEqualTo(scale);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000.25, 0, 1700000000, 250000000, 1700000000.25",
    "1700000000001, 3, 1700000000, 1000000, 1700000000001",
    "-1.5, 0, -2, 500000000, -1.5",
    "7, 0, 7, 0, 7",
    "100, 0, 100, 0, 100",
    "1700000000000000001, 9, 1700000000, 1, 1700000000000000001",
  })
  void numbersAreMomentsAndNumbersAgain(
      String number, int scale, long seconds, int nanos, String text) {
    Moment moment = NumberTimes.moment(new BigDecimal(number), scale);
    assertThat(moment).isEqualTo(new Moment(seconds, nanos, 0));
    assertThat(NumberTimes.text(moment, scale)).isEqualTo(text);
  }
}
