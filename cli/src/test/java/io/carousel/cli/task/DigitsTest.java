package io.carousel.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigitsTest {
  @Test
  void aLargeLevelKeepsTheDigitsOfASmallDeviation() {
    assertThat(Digits.text(1_600_000_003.1234567, 7)).isEqualTo("1600000003.1234567");
    assertThat(Digits.text(12.345678901, 1)).isEqualTo("12.3456789");
  }

  @Test
  void digitsBelowTheOutputsOwnAreNotWritten() {
    assertThat(Digits.text(123_456.789, 1e8)).isEqualTo("123460");
    assertThat(Digits.text(1.0000000001e-20, 1e-20)).isEqualTo("1.0E-20");
    assertThat(Digits.text(-0.0, 1)).isEqualTo("0");
  }
}
