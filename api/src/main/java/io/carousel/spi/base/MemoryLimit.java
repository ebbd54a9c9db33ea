package io.carousel.spi.base;

import io.carousel.spi.BackendOptions;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much memory a backend may take.
 *
 * @param bytes {@link Long#MAX_VALUE} for any number
 * @param remedy what a user does who needs more
 */
public record MemoryLimit(long bytes, String remedy) {
  /** Any number of bytes. */
  public static final MemoryLimit NONE = new MemoryLimit(Long.MAX_VALUE, "raise the memory limit");

  /** The system property that names another root of the file system, for tests. */
  static final String ROOT_PROPERTY = "carousel.systemRoot";

  private static final long LEAST_FOR_THE_JVM = 64L << 20;

  /** What the options say. */
  public static MemoryLimit asked(BackendOptions options) {
    return new MemoryLimit(options.memoryLimit(), NONE.remedy);
  }

  /**
   * For a backend that keeps all in the Java heap: half of that at most, since collectors divide
   * it.
   */
  public static MemoryLimit inHeap(BackendOptions options) {
    long most = Runtime.getRuntime().maxMemory() / 2;
    return options.memoryLimit() <= most
        ? asked(options)
        : new MemoryLimit(most, "give the JVM a larger heap with -Xmx");
  }

  /**
   * For a backend in native memory: what the options say, or else what the container's limit leaves
   * beside the Java heap.
   */
  public static MemoryLimit inNativeMemory(BackendOptions options) {
    Path root = Path.of(System.getProperty(ROOT_PROPERTY, "/"));
    OptionalLong container = new ContainerMemory(root).limit();
    return options.memoryLimit() < Long.MAX_VALUE || container.isEmpty()
        ? asked(options)
        : inContainer(container.getAsLong(), Runtime.getRuntime().maxMemory());
  }

  /** A tenth is left to the JVM itself; a heap as large as the container does not get all of it. */
  static MemoryLimit inContainer(long container, long heap) {
    long left = container - heap - Math.max(LEAST_FOR_THE_JVM, container / 10);
    return new MemoryLimit(
        Math.max(container / 4, left),
        "give the container more than its "
            + container
            + " bytes or the JVM a smaller heap, set a memory limit");
  }
}
