package io.carousel.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @Test
  void readsBytesAndTheirMultiples() {
    assertThat(parse("17")).isEqualTo(17);
    assertThat(parse("3K")).isEqualTo(3 * 1024);
    assertThat(parse("512M")).isEqualTo(512 * 1024 * 1024);
    assertThat(parse("2G")).isEqualTo(2L * 1024 * 1024 * 1024).isEqualTo(parse("2g"));
    assertThat(parse("8388607T")).isEqualTo(8388607L << 40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0G", "2GB", "1.5G", "-1", "G", "8388608T", "9999999999999999999"})
  void refusesAllElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(text))
        .withMessage(
            "--memory-limit must be a positive number of bytes, or of K, M, G or T,"
                + " --memory-limit="
                + text
                + "; write it such as 2G, or leave it out for the default");
  }

  private static long parse(String text) {
    return MemorySize.parse("--memory-limit", text);
  }
}
