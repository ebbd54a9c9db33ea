package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/**
 * An in-order queue of work for the device that was current when it was made. What is enqueued runs
 * later; its errors show in {@link #synchronize}.
 */
public final class CudaStream extends CudaHandle {
  final CUstream_st handle = new CUstream_st();
  private final Address source = new Address(0);
  private final Address target = new Address(0);

  private CudaStream() {
    super("CUDA stream");
    CudaStatus.runtime(
        cudart.cudaStreamCreateWithFlags(handle, cudart.cudaStreamNonBlocking),
        "cudaStreamCreateWithFlags",
        what());
    opened();
  }

  /** A stream that waits for no other and that no other waits for. */
  public static CudaStream create() {
    Cuda.load();
    return new CudaStream();
  }

  /**
   * Enqueues a copy of {@code bytes} bytes; the addresses tell host from device. Host memory that
   * is not pinned is copied before this returns. Allocates nothing.
   */
  public void copy(long from, long to, long bytes) {
    requireOpen();
    source.moveTo(from);
    target.moveTo(to);
    int status = cudart.cudaMemcpyAsync(target, source, bytes, cudart.cudaMemcpyDefault, handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaMemcpyAsync", "a copy of " + bytes + " bytes");
    }
  }

  /** Enqueues that {@code bytes} bytes of device memory become zero. Allocates nothing. */
  public void zero(long address, long bytes) {
    requireOpen();
    target.moveTo(address);
    int status = cudart.cudaMemsetAsync(target, 0, bytes, handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaMemsetAsync", "zeroing " + bytes + " bytes");
    }
  }

  /** Waits until everything enqueued is done. Allocates nothing. */
  public void synchronize() {
    requireOpen();
    int status = cudart.cudaStreamSynchronize(handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaStreamSynchronize", what());
    }
  }

  /**
   * Records what some work enqueues from this thread, and runs nothing of it. Whatever it throws
   * ends the recording too.
   *
   * @throws io.carousel.bindings.NativeCallException if CUDA refuses, or if something that was
   *     enqueued could not be recorded
   */
  public CudaGraph capture(Runnable work) {
    beginCapture();
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (!done) {
        abandonCapture();
      }
    }
    return endCapture();
  }

  /**
   * From here on what this thread enqueues is recorded and not run, until {@link #endCapture} or
   * {@link #abandonCapture}.
   *
   * @throws io.carousel.bindings.NativeCallException if CUDA refuses
   */
  public void beginCapture() {
    requireOpen();
    CudaStatus.runtime(
        cudart.cudaStreamBeginCapture(handle, cudart.cudaStreamCaptureModeThreadLocal),
        "cudaStreamBeginCapture",
        what());
  }

  /**
   * Ends the capture and makes what was recorded ready to run.
   *
   * @throws io.carousel.bindings.NativeCallException if something that was enqueued could not be
   *     recorded; the capture has ended all the same
   */
  public CudaGraph endCapture() {
    requireOpen();
    CUgraph_st graph = new CUgraph_st();
    CudaStatus.runtime(cudart.cudaStreamEndCapture(handle, graph), "cudaStreamEndCapture", what());
    return CudaGraph.of(graph);
  }

  /** Ends a capture, forgetting what was recorded and what went wrong. Never throws. */
  public void abandonCapture() {
    CUgraph_st graph = new CUgraph_st();
    int status = isOpen() ? cudart.cudaStreamEndCapture(handle, graph) : -1;
    if (status == 0 && !graph.isNull()) {
      cudart.cudaGraphDestroy(graph);
    }
    cudart.cudaGetLastError();
  }

  @Override
  void destroy() {
    CudaStatus.runtime(cudart.cudaStreamDestroy(handle), "cudaStreamDestroy", what());
  }
}
