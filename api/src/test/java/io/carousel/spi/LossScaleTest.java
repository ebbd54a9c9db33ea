package io.carousel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossScaleTest {
  @Test
  void doublesAfterSoManyGoodUpdates() {
    LossScale scale = LossScale.START;
    for (int update = 1; update < LossScale.GROW_AFTER; update++) {
      scale = scale.afterGoodUpdate();
    }
    assertThat(scale).isEqualTo(new LossScale(1024, 1999, 0));
    assertThat(scale.afterGoodUpdate()).isEqualTo(new LossScale(2048, 0, 0));
    assertThat(new LossScale(LossScale.MOST, 1999, 4).afterGoodUpdate())
        .isEqualTo(new LossScale(LossScale.MOST, 0, 4));
  }

  @Test
  void halvesWithEverySkippedUpdateDownToTheLeast() {
    assertThat(new LossScale(4, 17, 2).afterSkippedUpdate()).isEqualTo(new LossScale(2, 0, 3));
    LossScale scale = LossScale.START;
    while (scale.canFall()) {
      scale = scale.afterSkippedUpdate();
    }
    assertThat(scale).isEqualTo(new LossScale(0x1p-16, 0, 26));
  }

  @Test
  void onlyFp16StartsWithOne() {
    assertThat(LossScale.startOf(Precision.FP16)).isEqualTo(LossScale.START);
    assertThat(LossScale.startOf(Precision.STRICT)).isEqualTo(LossScale.NONE);
    assertThat(LossScale.startOf(Precision.TF32)).isEqualTo(LossScale.NONE);
    assertThat(LossScale.startOf(Precision.BF16)).isEqualTo(LossScale.NONE);
  }

  @Test
  void refusesWhatNoScaleCanBe() {
    refused(0x1p-17, 0, 0, "scale must be in 2^-16 to 2^24, scale=7.62939453125E-6");
    refused(Double.NaN, 0, 0, "scale must be in 2^-16 to 2^24, scale=NaN");
    refused(0x1p25, 0, 0, "scale must be in 2^-16 to 2^24, scale=3.3554432E7");
    refused(3, 0, 0, "scale must be a power of two, scale=3.0");
    refused(2, -1, 0, "goodUpdates must not be negative, goodUpdates=-1");
    refused(2, 0, -1, "skipped must not be negative, skipped=-1");
  }

  private static void refused(double scale, long goodUpdates, long skipped, String message) {
    assertThatThrownBy(() -> new LossScale(scale, goodUpdates, skipped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
