package io.carousel.bindings;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** The memory descriptors of a primitive under the names of its arguments; closes them together. */
public final class Descriptors implements AutoCloseable {
  private final Map<Argument, MemoryDescriptor> all = new EnumMap<>(Argument.class);

  /**
   * Adds a descriptor, which from now on is closed with this.
   *
   * @throws IllegalArgumentException if there is one under this name
   */
  public Descriptors with(Argument argument, MemoryDescriptor descriptor) {
    if (all.containsKey(argument)) {
      descriptor.close();
      throw new IllegalArgumentException(
          "each argument must have one memory descriptor, argument=" + argument);
    }
    all.put(argument, descriptor);
    return this;
  }

  /** Whether there is a descriptor under this name. */
  public boolean has(Argument argument) {
    return all.containsKey(argument);
  }

  /**
   * The descriptor under this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public MemoryDescriptor get(Argument argument) {
    MemoryDescriptor found = all.get(argument);
    if (found == null) {
      throw new IllegalArgumentException(
          "a memory descriptor must be given, argument=" + argument + ", given=" + all.keySet());
    }
    return found;
  }

  /** For the C functions, which take NULL for what is not there. */
  dnnl_memory_desc orNull(Argument argument) {
    MemoryDescriptor found = all.get(argument);
    if (found == null) {
      return null;
    }
    found.requireOpen();
    return found.handle;
  }

  /** Closes every descriptor. A second call does nothing. */
  @Override
  public void close() {
    all.values().forEach(MemoryDescriptor::close);
  }
}
