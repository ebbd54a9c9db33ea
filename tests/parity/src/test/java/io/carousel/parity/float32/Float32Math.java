package io.carousel.parity.float32;

import java.util.Arrays;

/** Sums and functions in float, one rounding after each operation. */
final class Float32Math {
  private final Fault fault;

  Float32Math(Fault fault) {
    this.fault = fault;
  }

  float sigmoid(float x) {
    return blur(1f / (1f + (float) Math.exp(-x)), x);
  }

  float tanh(float x) {
    return blur((float) Math.tanh(x), x);
  }

  /** An error that looks random but depends on x only. */
  private float blur(float y, float x) {
    float error = (float) Math.sin(1e5 * x);
    return switch (fault) {
      case ROUGH_FUNCTIONS -> y + 4e-7f * error;
      case FAST_FUNCTIONS -> y + 1e-4f * error;
      default -> y;
    };
  }

  /** A factor as the multiplier sees it: TF32 keeps 10 bits of the fraction. */
  private float factor(float x) {
    if (fault != Fault.TF32) {
      return x;
    }
    int bits = Float.floatToRawIntBits(x) + 0x1000;
    return Float.intBitsToFloat(bits & ~0x1FFF);
  }

  /** sum_k M_row,k x_k for all rows of a matrix that starts at {@code from}. */
  float[] product(float[] block, int from, int rows, float[] x) {
    float[] y = new float[rows];
    float[] factors = factors(x);
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      int at = from + i * x.length;
      for (int k = 0; k < x.length; k++) {
        sum += factor(block[at + k]) * factors[k];
      }
      y[i] = sum;
    }
    return y;
  }

  /** y_k += sum_row M_row,k a_row. */
  void addTransposed(float[] block, int from, float[] a, float[] y) {
    float[] factors = factors(a);
    for (int i = 0; i < a.length; i++) {
      int at = from + i * y.length;
      for (int k = 0; k < y.length; k++) {
        y[k] += factor(block[at + k]) * factors[i];
      }
    }
  }

  /** M_row,k += a_row x_k. */
  void addOuter(float[] block, int from, float[] a, float[] x) {
    float[] left = factors(a);
    float[] right = factors(x);
    for (int i = 0; i < a.length; i++) {
      int at = from + i * x.length;
      for (int k = 0; k < x.length; k++) {
        block[at + k] += left[i] * right[k];
      }
    }
  }

  void add(float[] block, int from, float[] a) {
    for (int i = 0; i < a.length; i++) {
      block[from + i] += a[i];
    }
  }

  private float[] factors(float[] x) {
    if (fault != Fault.TF32) {
      return x;
    }
    float[] rounded = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      rounded[i] = factor(x[i]);
    }
    return rounded;
  }

  static float[] row(float[] rows, int number, int width) {
    return Arrays.copyOfRange(rows, number * width, (number + 1) * width);
  }

  static void put(float[] rows, int number, int width, float[] row) {
    System.arraycopy(row, 0, rows, number * width, width);
  }
}
