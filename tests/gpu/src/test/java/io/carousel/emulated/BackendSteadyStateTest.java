package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.DeviceMemory;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step takes nothing: no Java object, no pointer of JavaCPP, no memory of host or device. */
@OnDevice
class BackendSteadyStateTest {
  private static final int WARM = 300;

  /** The emulator is some thousand times slower than a device. */
  private static final int STEPS = Emulator.isReal() ? 2000 : 300;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsAllocateNothing(boolean ragged) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    try (Course course = Course.on("gpu", ragged)) {
      course.steps(3);
      advance(course, WARM);
      threads.getThreadAllocatedBytes(thread);
      long host = HostMemory.totalBytes();
      long device = DeviceMemory.totalAllocatedBytes();
      long before = threads.getThreadAllocatedBytes(thread);
      advance(course, STEPS);
      long allocated = threads.getThreadAllocatedBytes(thread) - before;
      assertThat(allocated).as("bytes of Java over all steps").isLessThan(STEPS);
      assertThat(HostMemory.totalBytes()).isEqualTo(host);
      assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(device);
      assertThat(Pointer.totalCount()).isZero();
      assertThat(course.parameters().sums().firstBadUpdate()).isEqualTo(-1);
    }
  }

  private static void advance(Course course, int steps) {
    for (int i = 0; i < steps; i++) {
      course.plan().staging(i % 2);
      course.advance();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsClosedIsFreed(boolean ragged) {
    long host = HostMemory.totalBytes();
    long device = DeviceMemory.totalAllocatedBytes();
    try (Course course = Course.on("gpu", ragged)) {
      course.steps(3);
      assertThat(DeviceMemory.totalAllocatedBytes()).isGreaterThan(device);
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(host);
    assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(device);
    assertThat(Pointer.totalCount()).isZero();
  }
}
