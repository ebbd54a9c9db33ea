package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;

/**
 * Zeroed memory of the host that never leaves it for the disk, so that copies to and from a device
 * run beside the program. Views of it do not keep it: touching one after {@link #close} ends the
 * process.
 */
public final class PinnedMemory extends CudaHandle {
  private final Address pointer = new Address(0);
  private final long bytes;

  private PinnedMemory(long bytes) {
    super("pinned memory of " + bytes + " bytes");
    this.bytes = bytes;
    CudaStatus.runtime(
        cudart.cudaHostAlloc(pointer, bytes, cudart.cudaHostAllocDefault), "cudaHostAlloc", what());
    Pointer.memset(pointer, 0, bytes);
    opened();
  }

  /**
   * Allocates {@code bytes} zeros.
   *
   * @throws IllegalArgumentException if {@code bytes} is not positive
   * @throws io.carousel.bindings.NativeCallException if the system has not that much
   */
  public static PinnedMemory allocate(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException(
          "pinned memory must have a positive number of bytes, bytes=" + bytes);
    }
    Cuda.load();
    return new PinnedMemory(bytes);
  }

  /**
   * Where it begins; a device may read and write there too.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public long address() {
    requireOpen();
    return pointer.address();
  }

  /** How many bytes were asked for. */
  public long bytes() {
    return bytes;
  }

  /**
   * A view of {@code count} bytes from {@code offset}, in the machine's byte order.
   *
   * @throws IndexOutOfBoundsException if that leaves the memory
   * @throws IllegalStateException after {@link #close}
   */
  public ByteBuffer asByteBuffer(long offset, int count) {
    requireOpen();
    if (offset < 0 || count < 0 || offset > bytes - count) {
      throw new IndexOutOfBoundsException(
          "a view must stay inside its pinned memory, offset="
              + offset
              + ", count="
              + count
              + ", bytes="
              + bytes);
    }
    return new Address(pointer.address() + offset)
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

  /** A view of {@code count} floats from a byte offset, see {@link #asByteBuffer(long, int)}. */
  public FloatBuffer asFloatBuffer(long offsetBytes, int count) {
    return asByteBuffer(offsetBytes, Math.multiplyExact(count, Float.BYTES)).asFloatBuffer();
  }

  /** A view of {@code count} ints from a byte offset, see {@link #asByteBuffer(long, int)}. */
  public IntBuffer asIntBuffer(long offsetBytes, int count) {
    return asByteBuffer(offsetBytes, Math.multiplyExact(count, Integer.BYTES)).asIntBuffer();
  }

  /** A view of {@code count} longs from a byte offset, see {@link #asByteBuffer(long, int)}. */
  public LongBuffer asLongBuffer(long offsetBytes, int count) {
    return asByteBuffer(offsetBytes, Math.multiplyExact(count, Long.BYTES)).asLongBuffer();
  }

  /** A view of {@code count} doubles from a byte offset, see {@link #asByteBuffer(long, int)}. */
  public DoubleBuffer asDoubleBuffer(long offsetBytes, int count) {
    return asByteBuffer(offsetBytes, Math.multiplyExact(count, Double.BYTES)).asDoubleBuffer();
  }

  @Override
  void destroy() {
    CudaStatus.runtime(cudart.cudaFreeHost(pointer), "cudaFreeHost", what());
  }
}
