package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void hostMemoryIsZeroedAlignedAndCounted() {
    long before = HostMemory.totalBytes();
    for (long bytes : new long[] {1, 63, 64, 1000, 5_000_000}) {
      try (HostMemory memory = HostMemory.allocate(bytes)) {
        assertThat(memory.address() % 64).isZero();
        assertThat(memory.bytes()).isEqualTo(bytes);
        assertThat(HostMemory.totalBytes()).isEqualTo(before + bytes);
        byte[] content = new byte[(int) bytes];
        memory.asByteBuffer().get(content);
        assertThat(content).containsOnly(0);
        memory.asByteBuffer().put((int) bytes - 1, (byte) 1);
      }
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(before);
    assertThat(Pointer.totalCount()).isZero();
  }

  @Test
  void memoryFromElsewhereGoesBackThereOnce() {
    List<Long> freed = new ArrayList<>();
    try (HostMemory block = HostMemory.allocate(128)) {
      long before = HostMemory.totalBytes();
      HostMemory memory = HostMemory.of(block.address(), 100, freed::add);
      assertThat(HostMemory.totalBytes()).isEqualTo(before + 100);
      memory.close();
      memory.close();
      assertThat(freed).containsExactly(block.address());
      assertThat(HostMemory.totalBytes()).isEqualTo(before);
      assertThatThrownBy(() -> HostMemory.of(block.address() + 4, 100, freed::add))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "host memory must be aligned and not empty, address="
                  + (block.address() + 4)
                  + ", bytes=100");
    }
  }

  @Test
  void viewsShowOneMemoryInTheMachinesByteOrder() {
    try (HostMemory memory = HostMemory.allocate(64)) {
      FloatBuffer floats = memory.asFloatBuffer(16, 4);
      floats.put(0, new float[] {1, 2, 3, 4});
      assertThat(floats.capacity()).isEqualTo(4);
      assertThat(memory.asFloatBuffer().get(7)).isEqualTo(4f);
      assertThat(memory.asIntBuffer(16, 1).get(0)).isEqualTo(Float.floatToIntBits(1f));
      assertThat(memory.asByteBuffer().order()).isEqualTo(ByteOrder.nativeOrder());
      memory.zero(16, 8);
      assertThat(memory.asFloatBuffer().get(5)).isZero();
      assertThat(memory.asFloatBuffer().get(6)).isEqualTo(3f);
      assertThat(memory.asLongBuffer(0, 8).get(2)).isZero();
    }
  }

  @Test
  void aViewOutsideIsAnError() {
    try (HostMemory memory = HostMemory.allocate(64)) {
      assertThatThrownBy(() -> memory.asFloatBuffer(32, 9))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("a view must stay inside its host memory, offset=32, count=36, bytes=64");
      assertThatThrownBy(() -> memory.address(-1, 1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("a view must stay inside its host memory, offset=-1, count=1, bytes=64");
    }
  }

  @Test
  void useAfterCloseIsAnErrorAndClosingTwiceIsNot() {
    HostMemory memory = HostMemory.allocate(64);
    long total = HostMemory.totalBytes();
    memory.close();
    memory.close();
    assertThat(HostMemory.totalBytes()).isEqualTo(total - 64);
    assertThat(memory.isOpen()).isFalse();
    assertThatThrownBy(memory::address)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("host memory of 64 bytes must be open, state=closed; use it before close()");
    assertThatThrownBy(memory::asByteBuffer).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.zero(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sizesThatCannotBeAreErrors() {
    assertThatThrownBy(() -> HostMemory.allocate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host memory must have a positive number of bytes, bytes=0");
    long held = HostMemory.totalBytes();
    assertThatThrownBy(() -> HostMemory.allocate(1L << 55))
        .isInstanceOf(NativeCallException.class)
        .hasMessage(
            "calloc returned null for host memory, bytes=36028797018963968, held="
                + held
                + "; close what is not used, or allow the process more memory");
  }

  @Test
  void descriptorsMatchByTensorAndLayout() {
    try (MemoryDescriptor tnc = MemoryDescriptor.of(DataType.F32, FormatTag.TNC, 3, 2, 5);
        MemoryDescriptor same =
            MemoryDescriptor.strided(DataType.F32, new long[] {3, 2, 5}, new long[] {10, 5, 1});
        MemoryDescriptor ntc = MemoryDescriptor.of(DataType.F32, FormatTag.NTC, 3, 2, 5);
        MemoryDescriptor slice =
            MemoryDescriptor.strided(DataType.F32, new long[] {3, 2, 5}, new long[] {20, 10, 1});
        MemoryDescriptor any = MemoryDescriptor.any(DataType.F32, 3, 2, 5)) {
      assertThat(tnc.matches(same)).isTrue();
      assertThat(tnc.matches(ntc)).isFalse();
      assertThat(tnc.bytes()).isEqualTo(120);
      assertThat(tnc.dims()).containsExactly(3, 2, 5);
      assertThat(same.describe()).isEqualTo("f32 [3, 2, 5] tnc");
      assertThat(ntc.describe()).isEqualTo("f32 [3, 2, 5] ntc");
      assertThat(slice.describe()).isEqualTo("f32 [3, 2, 5] strides [20, 10, 1]");
      assertThat(any.bytes()).isZero();
      assertThat(any.describe()).isEqualTo("f32 [3, 2, 5] any");
    }
  }

  @Test
  void descriptorsThatCannotBeAreErrors() {
    assertThatThrownBy(() -> MemoryDescriptor.of(DataType.F32, FormatTag.TNC, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format tag tnc must have 3 dimensions, dims=[3, 2]");
    assertThatThrownBy(
            () -> MemoryDescriptor.strided(DataType.F32, new long[] {3}, new long[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strides must be as many as dimensions, dims=[3], strides=[1, 1]");
    assertThatThrownBy(() -> MemoryDescriptor.of(DataType.F32, FormatTag.AB, -2, 2))
        .isInstanceOf(NativeCallException.class)
        .hasMessage(
            "dnnl_memory_desc_create_with_tag returned invalid_arguments (2)"
                + " for memory descriptor f32 [-2, 2] ab");
    MemoryDescriptor closed = MemoryDescriptor.of(DataType.F32, FormatTag.A, 2);
    closed.close();
    assertThatThrownBy(closed::bytes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "memory descriptor f32 [2] a must be open, state=closed; use it before close()");
  }

  @Test
  void aTensorMustFitIntoItsHostMemory() {
    try (Engine engine = Engine.cpu();
        MemoryDescriptor descriptor = MemoryDescriptor.of(DataType.F32, FormatTag.A, 17);
        HostMemory host = HostMemory.allocate(64)) {
      assertThatThrownBy(() -> Memory.in(engine, descriptor, host, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("a view must stay inside its host memory, offset=0, count=68, bytes=64");
      assertThatThrownBy(() -> Memory.at(engine, descriptor, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the address must be memory of the caller's,"
                  + " address=-1 would have oneDNN allocate it");
    }
  }
}
