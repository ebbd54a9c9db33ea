package io.carousel.benchmarks.gpu;

import io.carousel.benchmarks.Shape;
import io.carousel.model.ParameterLayout;

/**
 * Weights and batches that PyTorch's process makes too, by the same integer arithmetic: {@code
 * numbers} in torch_steps.py is this class.
 */
final class CaseNumbers {
  /** The number of the features beside those of the weights: W, R, b, head W, head b. */
  static final int FEATURES = 10;

  /** The number of the targets. */
  static final int TARGETS = 11;

  private static final long LOW = 0xFFFFFFFFL;
  private static final long STEP = 0x9E3779B1L;
  private static final long OFFSET = 0x7F4A7C15L;
  private static final long FIRST = 0x85EBCA6BL;
  private static final long SECOND = 0xC2B2AE35L;
  private static final double UNIT = 0x1p-23;

  private CaseNumbers() {}

  /** Number {@code index} of a tensor, from -1 to 1 and exact in float32. */
  static double number(int tensor, long index) {
    long bits = (index * STEP + (tensor + 1) * OFFSET) & LOW;
    bits = ((bits ^ (bits >> 16)) * FIRST) & LOW;
    bits = ((bits ^ (bits >> 13)) * SECOND) & LOW;
    return ((bits ^ (bits >> 16)) >> 8) * UNIT - 1;
  }

  /** Features [T, N, I]. */
  static float[] features(Shape shape) {
    int rows = Math.multiplyExact(shape.steps(), shape.sequences());
    return data(FEATURES, Math.multiplyExact(rows, shape.inputs()));
  }

  /** Targets [N, 1]. */
  static float[] targets(Shape shape) {
    return data(TARGETS, shape.sequences());
  }

  private static float[] data(int tensor, int count) {
    float[] data = new float[count];
    for (int i = 0; i < count; i++) {
      data[i] = (float) number(tensor, i);
    }
    return data;
  }

  /** All weights in canonical order, from -1/sqrt(H) to 1/sqrt(H). */
  static double[] weights(ParameterLayout layout, int hidden) {
    double bound = 1 / Math.sqrt(hidden);
    double[] weights = new double[Math.toIntExact(layout.size())];
    for (ParameterLayout.Tensor tensor : layout.tensors()) {
      int first = Math.toIntExact(tensor.offset());
      for (int i = 0; i < tensor.size(); i++) {
        weights[first + i] = bound * number(tensor.number(), i);
      }
    }
    return weights;
  }
}
