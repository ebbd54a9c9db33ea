package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replayed graph computes what the list of its tasks does. */
@OnDevice
class BackendGraphTest {
  private static final int UPDATES = 9;
  private static final String SWITCH = "carousel.gpu.graphs";

  private static double[] trained(boolean ragged) {
    try (Course course = Course.on("gpu", ragged)) {
      return course.steps(UPDATES).weights();
    }
  }

  private static double[] trainedByTheList(boolean ragged) {
    System.setProperty(SWITCH, "off");
    try {
      return trained(ragged);
    } finally {
      System.clearProperty(SWITCH);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void graphsAndTheListGiveTheSameBits(boolean ragged) {
    double[] list = trainedByTheList(ragged);
    assertThat(trained(ragged)).isEqualTo(list);
    assertThat(list).doesNotContain(Double.NaN).isNotEqualTo(new double[list.length]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunRepeatsBitByBit(boolean ragged) {
    assertThat(trained(ragged)).isEqualTo(trained(ragged));
  }

  /** The list is run then, and the plan says so once. */
  @Emulated
  @Test
  void whereCaptureIsRefusedTheListRunsAndSaysSo() {
    double[] list = trainedByTheList(false);
    List<String> said = new ArrayList<>();
    Logger logger = Logger.getLogger("io.carousel.gpu.GpuProgram");
    Handler handler = collect(said);
    logger.addHandler(handler);
    try (Emulator.Settings refusing = Emulator.with("CAPTURE=refuse-cudnn")) {
      assertThat(refusing).isNotNull();
      assertThat(trained(false)).isEqualTo(list);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(
            "this plan runs its kernels one by one, since CUDA cannot capture them:"
                + " cudnnRNNForward returned CUDNN_STATUS_EXECUTION_FAILED (5000) for lstm T=6");
  }

  private static Handler collect(List<String> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord message) {
        said.add(message.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
