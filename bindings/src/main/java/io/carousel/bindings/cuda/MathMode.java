package io.carousel.bindings.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudnn;

/** What products may be rounded to on their way; sums are kept in single precision always. */
public enum MathMode {
  /** IEEE single precision throughout. */
  IEEE(cudnn.CUDNN_FMA_MATH, cublas.CUBLAS_DEFAULT_MATH, cublas.CUBLAS_COMPUTE_32F),
  /** Single-precision inputs may be rounded to 11 bits for the tensor cores. */
  TF32(
      cudnn.CUDNN_DEFAULT_MATH,
      cublas.CUBLAS_TF32_TENSOR_OP_MATH,
      cublas.CUBLAS_COMPUTE_32F_FAST_TF32),
  /** Tensor cores for inputs of 16 bits. */
  TENSOR(cudnn.CUDNN_TENSOR_OP_MATH, cublas.CUBLAS_DEFAULT_MATH, cublas.CUBLAS_COMPUTE_32F);

  /** cuDNN's {@code cudnnMathType_t}. */
  final int dnn;

  /** cuBLAS's {@code cublasMath_t}. */
  final int blas;

  /** cuBLAS's {@code cublasComputeType_t}. */
  final int compute;

  MathMode(int dnn, int blas, int compute) {
    this.dnn = dnn;
    this.blas = blas;
    this.compute = compute;
  }
}
