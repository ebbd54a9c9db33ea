package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.bindings.cuda.DeviceMemoryException;
import io.carousel.bindings.cuda.PinnedMemory;
import org.junit.jupiter.api.Test;

@OnDevice
class MemoryTest {
  @Test
  void deviceMemoryIsZeroAlignedAndCounted() {
    try (Rig rig = new Rig()) {
      long before = DeviceMemory.totalAllocatedBytes();
      for (int round = 0; round < 2; round++) { // the second gets what the first has written to
        try (DeviceMemory memory = DeviceMemory.allocate(1000)) {
          assertThat(memory.address() % 256).isZero();
          assertThat(memory.bytes()).isEqualTo(1000);
          assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(before + 1000);
          assertThat(rig.floats(memory.address(), 250)).containsOnly(0f);
          rig.write(memory.address(), Rig.bytes(1, 2, 3));
        }
      }
      assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(before);
    }
  }

  @Test
  void closedDeviceMemoryIsAnErrorAndClosingTwiceIsNot() {
    try (Rig rig = new Rig()) {
      DeviceMemory memory = DeviceMemory.allocate(16);
      assertThat(memory.isOpen()).isTrue();
      memory.close();
      memory.close();
      assertThat(memory.isOpen()).isFalse();
      assertThatThrownBy(memory::address)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "device memory of 16 bytes must be open, state=closed; use it before close()");
      assertThat(rig.stream.isOpen()).isTrue();
    }
  }

  @Test
  void memoryHasBytes() {
    assertThatThrownBy(() -> DeviceMemory.allocate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device memory must have a positive number of bytes, bytes=0");
    assertThatThrownBy(() -> PinnedMemory.allocate(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pinned memory must have a positive number of bytes, bytes=-1");
  }

  @Test
  void tooMuchDeviceMemoryIsRefusedAndWhatIsThereStays() {
    try (Rig rig = new Rig()) {
      long kept = rig.upload(1, 2, 3);
      long total = rig.device.totalBytes();
      long free = rig.device.freeBytes();
      assertThatThrownBy(() -> DeviceMemory.allocate(2 * total))
          .isInstanceOfSatisfying(
              DeviceMemoryException.class,
              e -> {
                assertThat(e.asked()).isEqualTo(2 * total);
                assertThat(e.total()).isEqualTo(total);
                assertThat(e)
                    .hasMessage(
                        "device memory must be free before it is allocated, asked="
                            + 2 * total
                            + ", free="
                            + e.free()
                            + ", total="
                            + total
                            + "; close what is not used, or use smaller batches");
              });
      assertThat(rig.device.freeBytes()).isEqualTo(free);
      assertThat(rig.floats(kept, 3)).containsExactly(1, 2, 3);
      rig.memory(1000);
    }
  }

  @Test
  @Emulated
  void freedMemoryCanBeHadAgain() {
    try (Rig rig = new Rig();
        Emulator.Settings few =
            Emulator.with("MEMORY=" + (DeviceMemory.totalAllocatedBytes() + 3000))) {
      DeviceMemory first = rig.keep(DeviceMemory.allocate(2000));
      assertThat(rig.device.freeBytes()).isEqualTo(1000);
      assertThatThrownBy(() -> DeviceMemory.allocate(1001))
          .isInstanceOf(DeviceMemoryException.class)
          .hasMessageContaining("asked=1001, free=1000, ");
      rig.memory(1000);
      first.close();
      rig.memory(2000);
      assertThat(few).isNotNull();
    }
  }

  @Test
  void pinnedMemoryIsZeroAndSeenThroughBuffers() {
    try (PinnedMemory memory = PinnedMemory.allocate(64)) {
      assertThat(memory.asDoubleBuffer(0, 8).get(7)).isZero();
      memory.asFloatBuffer(4, 2).put(1, 1.5f);
      memory.asIntBuffer(12, 1).put(0, 7);
      memory.asLongBuffer(16, 1).put(0, -1L);
      memory.asDoubleBuffer(24, 1).put(0, 0.1);
      assertThat(memory.asByteBuffer().getFloat(8)).isEqualTo(1.5f);
      assertThat(memory.asByteBuffer().getInt(12)).isEqualTo(7);
      assertThat(memory.asByteBuffer().getLong(16)).isEqualTo(-1L);
      assertThat(memory.asByteBuffer().getDouble(24)).isEqualTo(0.1);
      assertThat(memory.bytes()).isEqualTo(64);
      assertThatThrownBy(() -> memory.asFloatBuffer(60, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("a view must stay inside its pinned memory, offset=60, count=8, bytes=64");
    }
  }

  @Test
  void closedPinnedMemoryIsAnError() {
    PinnedMemory memory = PinnedMemory.allocate(8);
    memory.close();
    assertThatThrownBy(() -> memory.asByteBuffer())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pinned memory of 8 bytes must be open, state=closed; use it before close()");
  }

  @Test
  void copiesGoBothWaysAndBetween() {
    try (Rig rig = new Rig()) {
      long first = rig.upload(1, 2, 3, 4);
      long second = rig.memory(16);
      rig.stream.copy(first, second, 16);
      rig.stream.zero(second + 4, 8);
      assertThat(rig.floats(second, 4)).containsExactly(1, 0, 0, 4);
    }
  }

  @Test
  @Emulated
  void anAddressThatIsNotTheDevicesFailsWhenWaitedFor() {
    Child child = Child.onEmulator();
    assertThat(child.run(DeadDevice.class))
        .contains("cudaStreamSynchronize returned cudaErrorIllegalAddress (700) for CUDA stream");
  }

  /**
   * A device that has had such an error is of no use any more, so this has a process of its own.
   */
  static final class DeadDevice {
    private DeadDevice() {}

    public static void main(String[] arguments) {
      Rig rig = new Rig();
      rig.stream.zero(rig.memory(16) + 8, 16);
      try {
        rig.stream.synchronize();
      } catch (NativeCallException e) {
        System.out.println(e.getMessage());
      }
      Runtime.getRuntime().halt(0);
    }
  }
}
