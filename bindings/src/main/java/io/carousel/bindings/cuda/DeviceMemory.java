package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/**
 * Zeroed memory of the device that was current when it was allocated, aligned to 256 bytes and
 * freed by {@link #close} and by nothing else.
 */
public final class DeviceMemory extends CudaHandle {
  private static final AtomicLong TOTAL = new AtomicLong();

  private final Address pointer = new Address(0);
  private final long bytes;

  private DeviceMemory(long bytes) {
    super("device memory of " + bytes + " bytes");
    this.bytes = bytes;
    int status = cudart.cudaMalloc(pointer, bytes);
    if (status == cudart.cudaErrorMemoryAllocation) {
      cudart.cudaGetLastError();
      MemoryInfo info = MemoryInfo.read();
      throw new DeviceMemoryException(bytes, info.free(), info.total());
    }
    CudaStatus.runtime(status, "cudaMalloc", what());
    TOTAL.addAndGet(bytes);
    opened();
  }

  /**
   * Allocates {@code bytes} zeros and waits until they are there.
   *
   * @throws IllegalArgumentException if {@code bytes} is not positive
   * @throws DeviceMemoryException if the device has not that much; nothing else is harmed
   */
  public static DeviceMemory allocate(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException(
          "device memory must have a positive number of bytes, bytes=" + bytes);
    }
    Cuda.load();
    DeviceMemory memory = new DeviceMemory(bytes);
    try {
      memory.zero();
      return memory;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** On the default stream, for which streams that do not block do not wait. */
  private void zero() {
    CudaStatus.runtime(cudart.cudaMemset(pointer, 0, bytes), "cudaMemset", what());
    CudaStatus.runtime(
        cudart.cudaStreamSynchronize((CUstream_st) null), "cudaStreamSynchronize", what());
  }

  /** Bytes asked for by all that is open now. */
  public static long totalAllocatedBytes() {
    return TOTAL.get();
  }

  /**
   * Where it begins, on the device.
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

  @Override
  void destroy() {
    TOTAL.addAndGet(-bytes);
    CudaStatus.runtime(cudart.cudaFree(pointer), "cudaFree", what());
  }
}
