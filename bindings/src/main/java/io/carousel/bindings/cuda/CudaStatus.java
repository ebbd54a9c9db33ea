package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import io.carousel.bindings.NativeCallException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns the numbers that CUDA's libraries return into exceptions; success costs a comparison. */
final class CudaStatus {
  /** The longest reason that cuDNN is asked for, in bytes. */
  private static final int REASON = 1024;

  private CudaStatus() {}

  /** The run time's calls, {@code cudaX}. */
  static void runtime(int code, String call, String shape) {
    if (code != cudart.cudaSuccess) {
      cudart.cudaGetLastError(); // or the next call that asks for it would get this one's
      boolean unsupported = code == cudart.cudaErrorNotSupported;
      throw failure(call, text(cudart.cudaGetErrorName(code)), code, shape, "", unsupported);
    }
  }

  /** The driver's calls, {@code cuX}. */
  static void driver(int code, String call, String shape) {
    if (code != cudart.CUDA_SUCCESS) {
      boolean unsupported = code == cudart.CUDA_ERROR_NOT_SUPPORTED;
      throw failure(call, driverName(code), code, shape, "", unsupported);
    }
  }

  /**
   * The compiler's calls, {@code nvrtcX}.
   *
   * @param log what the compiler printed; may be empty
   */
  static void compiler(int code, String call, String shape, String log) {
    if (code != nvrtc.NVRTC_SUCCESS) {
      throw failure(call, text(nvrtc.nvrtcGetErrorString(code)), code, shape, log, false);
    }
  }

  static void blas(int code, String call, String shape) {
    if (code != cublas.CUBLAS_STATUS_SUCCESS) {
      boolean unsupported = code == cublas.CUBLAS_STATUS_NOT_SUPPORTED;
      throw failure(call, text(cublas.cublasGetStatusName(code)), code, shape, "", unsupported);
    }
  }

  static void dnn(int code, String call, String shape) {
    if (code != cudnn.CUDNN_STATUS_SUCCESS) {
      boolean unsupported = code / 1000 == cudnn.CUDNN_STATUS_NOT_SUPPORTED / 1000;
      String name = text(cudnn.cudnnGetErrorString(code));
      throw failure(call, name, code, shape, dnnReason(), unsupported);
    }
  }

  private static NativeCallException failure(
      String call, String name, int code, String shape, String detail, boolean unsupported) {
    return new NativeCallException(call, name, code, shape, detail, unsupported);
  }

  private static String driverName(int code) {
    try (HostMemory cell = HostMemory.allocate(Long.BYTES)) {
      int status =
          cudart.cuGetErrorName(code, new PointerPointer<Pointer>(new Address(cell.address())));
      long name = cell.asLongBuffer(0, 1).get(0);
      return status == 0 && name != 0 ? text(new BytePointer(new Address(name))) : "unknown";
    }
  }

  private static String dnnReason() {
    byte[] reason = new byte[REASON];
    cudnn.cudnnGetLastErrorString(reason, REASON);
    int length = 0;
    while (length < REASON && reason[length] != 0) {
      length++;
    }
    return new String(reason, 0, length, StandardCharsets.UTF_8).strip();
  }

  private static String text(BytePointer name) {
    return name == null || name.isNull() ? "unknown" : name.getString();
  }
}
