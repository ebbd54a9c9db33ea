package io.carousel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequireTest {
  private static void refused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void givesBackWhatIsInRange() {
    assertThat(Require.positive(3, "n")).isEqualTo(3);
    assertThat(Require.positive(0.5, "rate")).isEqualTo(0.5);
    assertThat(Require.notNegative(0, "n")).isZero();
    assertThat(Require.notNegative(7, "n")).isEqualTo(7);
    assertThat(Require.notNegative(0.25, "decay")).isEqualTo(0.25);
    assertThat(Require.dropProbability(0.75, "dropout")).isEqualTo(0.75);
    assertThat(Require.decay(0.9, "beta")).isEqualTo(0.9);
    assertThat(Require.share(1, "share")).isEqualTo(1);
    assertThat(Require.share(0.1, "share")).isEqualTo(0.1);
    assertThat(Require.arraySize(Require.MAX_ARRAY, "it")).isEqualTo(Require.MAX_ARRAY);
    assertThat(Require.arraySize(0, "it")).isZero();
    assertThat(Require.bufferSize(Require.MAX_BUFFER, "it")).isEqualTo(Require.MAX_BUFFER);
    assertThat(Require.bufferSize(0, "it")).isZero();
  }

  @Test
  void refusesTheFirstNumberOutOfRange() {
    refused(() -> Require.positive(0, "n"), "n must be positive, n=0");
    refused(() -> Require.positive(0.0, "rate"), "rate must be positive and finite, rate=0.0");
    refused(() -> Require.notNegative(-1, "n"), "n must not be negative, n=-1");
    refused(
        () -> Require.notNegative(Double.NaN, "decay"),
        "decay must be finite and not negative, decay=NaN");
    refused(
        () -> Require.dropProbability(1, "dropout"),
        "dropout must be at least 0 and below 1, dropout=1.0");
    refused(() -> Require.share(0, "share"), "share must be above 0 and at most 1, share=0.0");
    refused(
        () -> Require.arraySize(Require.MAX_ARRAY + 1L, "it"),
        "it must fit one Java array of 2147483639 elements, elements=2147483640");
    refused(
        () -> Require.arraySize(-1, "it"),
        "it must fit one Java array of 2147483639 elements, elements=-1");
    refused(
        () -> Require.bufferSize(Require.MAX_BUFFER + 1L, "it"),
        "it must fit one Java buffer of 536870911 numbers, numbers=536870912; use a smaller batch,"
            + " shorter sequences or narrower layers");
  }
}
