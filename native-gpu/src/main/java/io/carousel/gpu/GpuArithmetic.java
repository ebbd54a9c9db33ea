package io.carousel.gpu;

import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.spi.Precision;

/**
 * How matrix products are computed.
 *
 * @param type of their operands; sums are float32 always
 * @param math which units compute them
 */
record GpuArithmetic(CudaType type, MathMode math) {
  /** The number of float32 in common.cuh. */
  static final int FLOAT = 0;

  /** The arithmetic that a precision promises. */
  static GpuArithmetic of(Precision precision) {
    return switch (precision) {
      case STRICT -> new GpuArithmetic(CudaType.F32, MathMode.IEEE);
      case TF32 -> new GpuArithmetic(CudaType.F32, MathMode.TF32);
      case FP16 -> new GpuArithmetic(CudaType.F16, MathMode.TENSOR);
      case BF16 -> new GpuArithmetic(CudaType.BF16, MathMode.TENSOR);
    };
  }

  /** Whether operands are narrower than the plan's float32 buffers. */
  boolean narrow() {
    return type != CudaType.F32;
  }

  /** The number of the type in common.cuh. */
  int code() {
    return switch (type) {
      case F32 -> FLOAT;
      case F16 -> 1;
      case BF16 -> 2;
    };
  }

  /** For explanations. */
  String label() {
    return switch (type) {
      case F32 -> math == MathMode.TF32 ? "tf32" : "float32";
      case F16 -> "float16 with float32 sums";
      case BF16 -> "bfloat16 with float32 sums";
    };
  }
}
