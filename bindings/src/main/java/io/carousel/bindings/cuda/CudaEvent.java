package io.carousel.bindings.cuda;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.global.cudart;

/** A mark in a stream, with the time at which the device passed it. */
public final class CudaEvent extends CudaHandle {
  private final CUevent_st handle = new CUevent_st();

  private CudaEvent() {
    super("CUDA event");
    CudaStatus.runtime(
        cudart.cudaEventCreateWithFlags(handle, cudart.cudaEventDefault),
        "cudaEventCreateWithFlags",
        what());
    opened();
  }

  /** An event of the current device; until it is recorded it counts as passed. */
  public static CudaEvent create() {
    Cuda.load();
    return new CudaEvent();
  }

  /** Sets the mark behind what is in the stream. Allocates nothing. */
  public void record(CudaStream stream) {
    requireOpen();
    stream.requireOpen();
    int status = cudart.cudaEventRecord(handle, stream.handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaEventRecord", what());
    }
  }

  /** Waits until the mark is passed. Allocates nothing. */
  public void synchronize() {
    requireOpen();
    int status = cudart.cudaEventSynchronize(handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaEventSynchronize", what());
    }
  }

  /** Whether the mark has been passed. Allocates nothing. */
  public boolean done() {
    requireOpen();
    int status = cudart.cudaEventQuery(handle);
    if (status == cudart.cudaErrorNotReady) {
      return false;
    }
    if (status != 0) {
      CudaStatus.runtime(status, "cudaEventQuery", what());
    }
    return true;
  }

  /**
   * Time on the device from {@code start} to this, in milliseconds.
   *
   * @throws io.carousel.bindings.NativeCallException unless both have been recorded and passed
   */
  public double millisecondsSince(CudaEvent start) {
    requireOpen();
    start.requireOpen();
    float[] milliseconds = new float[1];
    CudaStatus.runtime(
        cudart.cudaEventElapsedTime(milliseconds, start.handle, handle),
        "cudaEventElapsedTime",
        what());
    return milliseconds[0];
  }

  @Override
  void destroy() {
    CudaStatus.runtime(cudart.cudaEventDestroy(handle), "cudaEventDestroy", what());
  }
}
