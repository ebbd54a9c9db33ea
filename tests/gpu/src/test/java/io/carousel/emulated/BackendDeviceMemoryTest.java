package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.cuda.Device;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps take no memory of the device, neither ours nor what the libraries take by themselves. */
@OnDevice
class BackendDeviceMemoryTest {
  private static final int WARM = 20;
  private static final int STEPS = Findings.size(2000, 200);

  /** Others may use the device too, if only a little. */
  private static final long SLACK = 1 << 20;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void freeMemoryOfTheDeviceStaysWhatItIs(boolean ragged) {
    Device device = Device.open(0);
    try (Course course = Course.on("gpu", ragged)) {
      course.steps(WARM);
      course.weights();
      long before = device.freeBytes();
      course.steps(STEPS);
      assertThat(course.weights()).doesNotContain(Double.NaN);
      long taken = before - device.freeBytes();
      Findings.say("%d steps took %d bytes of the device", STEPS, taken);
      assertThat(taken).isLessThan(SLACK);
    }
  }
}
