package io.carousel.bindings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.Pointer;

/**
 * Zeroed memory outside the Java heap, aligned to {@value #ALIGNMENT} bytes, freed by {@link
 * #close} and by nothing else.
 *
 * <p>It comes from C's {@code calloc}, reached through JavaCPP's own binding of it, which returns a
 * bare address. Of what JDK 17 and 25 both have, this alone needs neither a flag nor a warning of
 * its own, is not bounded by {@code -XX:MaxDirectMemorySize} as direct buffers are, is not counted
 * by JavaCPP, and does not touch large blocks to zero them.
 */
public final class HostMemory implements AutoCloseable {
  /** What {@link #address} is a multiple of, in bytes: a cache line, and the widest vector. */
  public static final int ALIGNMENT = 64;

  private static final AtomicLong TOTAL = new AtomicLong();

  private final long block;
  private final long address;
  private final long bytes;
  private final LongConsumer free;
  private final LeakWatch watch;

  private HostMemory(long block, long bytes, LongConsumer free) {
    this.block = block;
    this.free = free;
    this.address = (block + ALIGNMENT - 1) & -ALIGNMENT;
    this.bytes = bytes;
    this.watch = LeakWatch.over(this, "host memory of " + bytes + " bytes");
    TOTAL.addAndGet(bytes);
  }

  /**
   * Allocates {@code bytes} zeros.
   *
   * @throws IllegalArgumentException if {@code bytes} is not positive
   * @throws NativeCallException if the system has not that much
   * @throws MissingLibraryException if JavaCPP's native library cannot be loaded
   */
  public static HostMemory allocate(long bytes) {
    if (bytes <= 0 || bytes > Long.MAX_VALUE - ALIGNMENT) {
      throw new IllegalArgumentException(
          "host memory must have a positive number of bytes, bytes=" + bytes);
    }
    LibraryLoader.loadJavaCpp();
    Pointer block = Pointer.calloc(1, bytes + ALIGNMENT);
    if (block == null) {
      throw NativeCallException.outOfMemory("calloc", bytes, TOTAL.get());
    }
    return new HostMemory(block.address(), bytes, HostMemory::toC);
  }

  private static void toC(long block) {
    Pointer.free(new Address(block));
  }

  /**
   * Memory that comes from elsewhere.
   *
   * @param address of {@code bytes} zeros, a multiple of {@value #ALIGNMENT}
   * @param free gets the address when the memory is closed
   */
  public static HostMemory of(long address, long bytes, LongConsumer free) {
    if (address == 0 || address % ALIGNMENT != 0 || bytes <= 0) {
      throw new IllegalArgumentException(
          "host memory must be aligned and not empty, address=" + address + ", bytes=" + bytes);
    }
    return new HostMemory(address, bytes, free);
  }

  /** Bytes asked for by all that is open now; each allocation costs {@link #ALIGNMENT} more. */
  public static long totalBytes() {
    return TOTAL.get();
  }

  /**
   * Where it begins.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public long address() {
    watch.requireOpen();
    return address;
  }

  /**
   * The address of the byte at {@code offset}.
   *
   * @throws IndexOutOfBoundsException if {@code offset} and {@code count} bytes leave the memory
   * @throws IllegalStateException after {@link #close}
   */
  public long address(long offset, long count) {
    watch.requireOpen();
    requireInside(offset, count);
    return address + offset;
  }

  /** How many bytes were asked for. */
  public long bytes() {
    return bytes;
  }

  /** Whether {@link #close} is still to come. */
  public boolean isOpen() {
    return watch.isOpen();
  }

  /**
   * A view of {@code count} bytes from {@code offset}, in the machine's byte order. It does not
   * keep the memory: touching it after {@link #close} ends the process.
   *
   * @throws IndexOutOfBoundsException if that leaves the memory
   * @throws IllegalStateException after {@link #close}
   */
  public ByteBuffer asByteBuffer(long offset, int count) {
    watch.requireOpen();
    requireInside(offset, count);
    return new Address(address + offset)
        .ofBytes(count)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /**
   * A view of all, see {@link #asByteBuffer(long, int)}.
   *
   * @throws ArithmeticException above 2 GiB, which no Java buffer can address
   */
  public ByteBuffer asByteBuffer() {
    return asByteBuffer(0, Math.toIntExact(bytes));
  }

  /**
   * A view of {@code count} floats from byte {@code offset}, see {@link #asByteBuffer(long, int)}.
   */
  public FloatBuffer asFloatBuffer(long offset, int count) {
    return asByteBuffer(offset, Math.multiplyExact(count, Float.BYTES)).asFloatBuffer();
  }

  /** A view of all as floats, see {@link #asByteBuffer()}. */
  public FloatBuffer asFloatBuffer() {
    return asByteBuffer().asFloatBuffer();
  }

  /**
   * A view of {@code count} ints from byte {@code offset}, see {@link #asByteBuffer(long, int)}.
   */
  public IntBuffer asIntBuffer(long offset, int count) {
    return asByteBuffer(offset, Math.multiplyExact(count, Integer.BYTES)).asIntBuffer();
  }

  /**
   * A view of {@code count} longs from byte {@code offset}, see {@link #asByteBuffer(long, int)}.
   */
  public LongBuffer asLongBuffer(long offset, int count) {
    return asByteBuffer(offset, Math.multiplyExact(count, Long.BYTES)).asLongBuffer();
  }

  /**
   * Sets {@code count} bytes from {@code offset} to zero.
   *
   * @throws IndexOutOfBoundsException if that leaves the memory
   * @throws IllegalStateException after {@link #close}
   */
  public void zero(long offset, long count) {
    watch.requireOpen();
    requireInside(offset, count);
    Pointer.memset(new Address(address + offset), 0, count);
  }

  private void requireInside(long offset, long count) {
    if (offset < 0 || count < 0 || offset > bytes - count) {
      throw new IndexOutOfBoundsException(
          "a view must stay inside its host memory, offset="
              + offset
              + ", count="
              + count
              + ", bytes="
              + bytes);
    }
  }

  /** Frees it. A second call does nothing. */
  @Override
  public void close() {
    if (watch.close()) {
      TOTAL.addAndGet(-bytes);
      free.accept(block);
    }
  }

  @Override
  public String toString() {
    return watch.what();
  }
}
