package io.carousel.bindings.cuda;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;

/** Types of numbers in device memory. */
public enum CudaType {
  /** IEEE single precision. */
  F32(4, cudnn.CUDNN_DATA_FLOAT, cudart.CUDA_R_32F),
  /** IEEE half precision. */
  F16(2, cudnn.CUDNN_DATA_HALF, cudart.CUDA_R_16F),
  /** The upper half of a single: its range with 8 bits of precision. */
  BF16(2, cudnn.CUDNN_DATA_BFLOAT16, cudart.CUDA_R_16BF);

  private final int bytes;

  /** cuDNN's {@code cudnnDataType_t}. */
  final int dnn;

  /** cuBLAS's {@code cudaDataType}. */
  final int blas;

  CudaType(int bytes, int dnn, int blas) {
    this.bytes = bytes;
    this.dnn = dnn;
    this.blas = blas;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
