package io.carousel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  @Test
  void eachChoiceLeavesTheOthersAlone() {
    BackendOptions options =
        BackendOptions.defaults().withDevice(3).withThreads(2).withMemoryLimit(1000);
    assertThat(options).isEqualTo(new BackendOptions(2, 1000, 3));
    assertThat(options.withDevice(1)).isEqualTo(new BackendOptions(2, 1000, 1));
    assertThat(BackendOptions.defaults()).isEqualTo(new BackendOptions(0, Long.MAX_VALUE, 0));
  }

  @Test
  void refusesWhatThereCannotBe() {
    BackendOptions options = BackendOptions.defaults();
    refused(
        () -> options.withDevice(-1),
        "device must not be negative, device=-1; devices are counted from 0");
    refused(
        () -> options.withThreads(-2),
        "threads must not be negative, threads=-2; 0 leaves it to the backend");
    refused(
        () -> options.withMemoryLimit(0),
        "memoryLimit must be positive, memoryLimit=0; give bytes, or leave it out for no limit");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
