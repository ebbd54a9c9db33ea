package io.carousel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrecisionTest {
  @Test
  void isNamedByItsLabel() {
    assertThat(Precision.values())
        .extracting(Precision::label)
        .containsExactly("strict", "tf32", "fp16", "bf16");
    for (Precision precision : Precision.values()) {
      assertThat(Precision.parse(precision.label())).isSameAs(precision);
    }
    assertThatThrownBy(() -> Precision.parse("half"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "precision must be one of [strict, tf32, fp16, bf16], precision=half; choose one of"
                + " them, in lower case");
  }

  /** The first number after 1, and the smallest of all, of each format. */
  @Test
  void knowsHowItRounds() {
    assertThat(Precision.STRICT.unitRoundoff()).isEqualTo(Math.ulp(1f) / 2);
    assertThat(Precision.STRICT.smallest()).isEqualTo(Float.MIN_VALUE);
    assertThat(Precision.TF32.unitRoundoff()).isEqualTo(1.0 / 2048);
    assertThat(Precision.FP16.unitRoundoff()).isEqualTo(1.0 / 2048);
    assertThat(Precision.FP16.smallest()).isEqualTo(0x1p-24);
    float afterOne = Float.intBitsToFloat(Float.floatToIntBits(1) + 0x10000);
    assertThat(Precision.BF16.unitRoundoff()).isEqualTo((afterOne - 1) / 2);
    assertThat(Precision.BF16.smallest()).isEqualTo(Float.intBitsToFloat(0x10000));
  }

  @Test
  void tellsWhatItNeedsAndAllows() {
    assertThat(Precision.values())
        .filteredOn(Precision::storesRounded)
        .containsExactly(Precision.FP16, Precision.BF16);
    assertThat(Precision.values())
        .filteredOn(Precision::scalesLoss)
        .containsExactly(Precision.FP16);
  }
}
