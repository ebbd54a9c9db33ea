package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** C strings, and the array of their addresses, in one piece of native memory. */
final class NativeText implements AutoCloseable {
  private final HostMemory memory;
  private final int count;

  private NativeText(HostMemory memory, int count) {
    this.memory = memory;
    this.count = count;
  }

  static NativeText of(List<String> texts) {
    long bytes = (long) Long.BYTES * texts.size();
    for (String text : texts) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    HostMemory memory = HostMemory.allocate(Math.max(1, bytes));
    ByteBuffer buffer = memory.asByteBuffer();
    int at = Long.BYTES * texts.size();
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
      buffer.putLong(Long.BYTES * i, memory.address() + at);
      buffer.put(at, text);
      at += text.length + 1;
    }
    return new NativeText(memory, texts.size());
  }

  /** The array; null if there are no strings. */
  PointerPointer<Pointer> array() {
    return count == 0 ? null : new PointerPointer<>(new Address(memory.address()));
  }

  BytePointer get(int index) {
    return new BytePointer(new Address(memory.asByteBuffer().getLong(Long.BYTES * index)));
  }

  @Override
  public void close() {
    memory.close();
  }
}
