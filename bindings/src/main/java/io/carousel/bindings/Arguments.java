package io.carousel.bindings;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;

/**
 * What a primitive is executed with: an array of {@code dnnl_exec_arg_t} in native memory, laid out
 * once. The {@link Memory} objects stay the caller's and must live as long as this.
 */
public final class Arguments implements AutoCloseable {
  /** {@code struct { int arg; dnnl_memory_t memory; }} on every 64-bit platform, in bytes. */
  private static final int ENTRY = 16;

  private static final int ENTRY_MEMORY = 8;

  final dnnl_exec_arg_t first;
  private final Memory[] memories;
  private final HostMemory array;

  private Arguments(Map<Argument, Memory> all) {
    memories = all.values().toArray(Memory[]::new);
    array = HostMemory.allocate((long) ENTRY * Math.max(1, all.size()));
    first = new dnnl_exec_arg_t(new Address(array.address()));
    ByteBuffer entries = array.asByteBuffer();
    int offset = 0;
    for (Map.Entry<Argument, Memory> entry : all.entrySet()) {
      entries.putInt(offset, entry.getKey().code);
      entries.putLong(offset + ENTRY_MEMORY, entry.getValue().address());
      offset += ENTRY;
    }
  }

  /** Collects arguments. */
  public static final class Builder {
    private final Map<Argument, Memory> all = new EnumMap<>(Argument.class);

    private Builder() {}

    /**
     * Adds a memory.
     *
     * @throws IllegalArgumentException if there is one under this name or under another name of the
     *     same argument, such as SRC and SRC_LAYER
     */
    public Builder with(Argument argument, Memory memory) {
      for (Argument present : all.keySet()) {
        if (present.code == argument.code) {
          throw new IllegalArgumentException(
              "each argument must be given once, argument=" + argument + ", given=" + present);
        }
      }
      memory.requireOpen();
      all.put(argument, memory);
      return this;
    }

    /** Lays the array out. */
    public Arguments build() {
      return new Arguments(all);
    }
  }

  /** Begins with none. */
  public static Builder builder() {
    return new Builder();
  }

  /** Number of arguments. */
  public int count() {
    return memories.length;
  }

  /**
   * Where the array of {@code dnnl_exec_arg_t} begins, for native code that calls oneDNN itself.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public long address() {
    return array.address();
  }

  /** Called before each execution: turns a use after close into an error. */
  void requireUsable() {
    array.address();
    for (Memory memory : memories) {
      memory.requireUsable();
    }
  }

  /** Frees the array, not the memories. A second call does nothing. */
  @Override
  public void close() {
    array.close();
  }
}
