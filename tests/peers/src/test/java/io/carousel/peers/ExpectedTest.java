package io.carousel.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final Shape SHAPE = new Shape(5, 3, 4, 6);

  private static Expected expected() {
    return new Expected("the reference", SHAPE, new double[] {2, 1}, new double[] {0.5, -0.5});
  }

  @Test
  void resultsWithinTheToleranceAreTaken() {
    expected().checkLosses("libtorch", new double[] {2.0001, 0.99995});
    expected().checkSample("libtorch", new double[] {0.50004, -0.49996});
  }

  @Test
  void aWrongSecondLossStopsTheRun() {
    assertThatThrownBy(() -> expected().checkLosses("libtorch", new double[] {2, 1.0002}))
        .hasMessage(
            "libtorch must compute what the reference does, within 1.0E-4, shape=5,3,4,6, loss of"
                + " step 2=1.0002, expected=1.0; its times would mean nothing");
  }

  @Test
  void aWrongOutputStopsTheRun() {
    assertThatThrownBy(() -> expected().checkSample("ort", new double[] {0.5, 0.5}))
        .hasMessageContaining("output number 1=0.5, expected=-0.5");
    assertThatThrownBy(() -> expected().checkSample("ort", new double[] {Double.NaN, -0.5}))
        .hasMessageContaining("output number 0=NaN");
  }

  @Test
  void theReferenceIsAskedAboutFewerStepsWhereItWouldTakeTooLong() {
    assertThat(Expected.affordable(SHAPE)).isEqualTo(SHAPE);
    assertThat(Expected.affordable(new Shape(100, 64, 128, 256)).steps()).isBetween(3, 50);
    assertThat(Expected.affordable(new Shape(50, 128, 1024, 1024)).steps()).isEqualTo(3);
    assertThat(Expected.affordable(new Shape(2, 128, 1024, 1024)).steps()).isEqualTo(2);
  }
}
