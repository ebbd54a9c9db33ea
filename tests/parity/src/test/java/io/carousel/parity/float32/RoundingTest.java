package io.carousel.parity.float32;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundingTest {
  @Test
  void float16HasElevenBitsAndFewSmallNumbers() {
    assertThat(Rounding.FP16.factor(1 + 0x1p-11f)).isEqualTo(1);
    assertThat(Rounding.FP16.factor(1 + 0x3p-11f)).isEqualTo(1 + 0x1p-9f);
    assertThat(Rounding.FP16.factor(-(1 + 0x1.8p-11f))).isEqualTo(-(1 + 0x1p-10f));
    assertThat(Rounding.FP16.factor(65519)).isEqualTo(65504);
    assertThat(Rounding.FP16.factor(-65520)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Rounding.FP16.factor(Float.NaN)).isNaN();
    assertThat(Rounding.FP16.factor(0x1.8p-24f)).isEqualTo(0x1p-23f);
    assertThat(Rounding.FP16.factor(0x1p-25f)).isZero();
  }

  @Test
  void bfloat16HasEightBitsAndTheRangeOfFloat() {
    assertThat(Rounding.BF16.factor(1 + 0x1p-8f)).isEqualTo(1);
    assertThat(Rounding.BF16.factor(1 + 0x3p-8f)).isEqualTo(1 + 0x1p-6f);
    assertThat(Rounding.BF16.factor(-0x1.01p-100f)).isEqualTo(-0x1p-100f);
    assertThat(Rounding.BF16.factor(3e38f)).isEqualTo(0x1.c4p127f);
  }

  @Test
  void tensorFloatsAreCut() {
    assertThat(Rounding.TF32.factor(Math.nextDown(1 + 0x1p-10f))).isEqualTo(1);
    assertThat(Rounding.TF32.factor(-(1 + 0x1p-10f))).isEqualTo(-(1 + 0x1p-10f));
    assertThat(Rounding.TF32.kept(1 + 0x1p-20f)).isEqualTo(1 + 0x1p-20f);
  }
}
