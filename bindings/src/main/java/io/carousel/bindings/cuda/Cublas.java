package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;

/** A cuBLAS handle, bound to one stream. */
public final class Cublas extends CudaHandle {
  final cublasContext handle = new cublasContext();
  final MathMode math;

  private Cublas(MathMode math) {
    super("cuBLAS handle");
    this.math = math;
    CudaStatus.blas(cublas.cublasCreate_v2(handle), "cublasCreate_v2", what());
    opened();
  }

  /**
   * A handle whose products run in {@code stream}.
   *
   * @param workspaceAddress memory on the device, aligned to 256 bytes, that stays valid; with one
   *     of its own a handle gives the same bits every time. 0 lets cuBLAS allocate
   * @param workspaceBytes its size
   */
  public static Cublas create(
      CudaStream stream, MathMode math, long workspaceAddress, long workspaceBytes) {
    stream.requireOpen();
    Cublas made = new Cublas(math);
    try {
      made.prepare(stream, workspaceAddress, workspaceBytes);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private void prepare(CudaStream stream, long workspaceAddress, long workspaceBytes) {
    CudaStatus.blas(cublas.cublasSetStream_v2(handle, stream.handle), "cublasSetStream_v2", what());
    if (workspaceAddress != 0) { // after the stream, which resets it
      CudaStatus.blas(
          cublas.cublasSetWorkspace_v2(handle, new Address(workspaceAddress), workspaceBytes),
          "cublasSetWorkspace_v2",
          what() + " with " + workspaceBytes + " bytes");
    }
    CudaStatus.blas(cublas.cublasSetMathMode(handle, math.blas), "cublasSetMathMode", what());
  }

  /** The version of cuBLAS, such as {@code 13.1.0}. */
  public static String version() {
    Cuda.load();
    return CudaVersions.blas();
  }

  @Override
  void destroy() {
    CudaStatus.blas(cublas.cublasDestroy_v2(handle), "cublasDestroy_v2", what());
  }
}
