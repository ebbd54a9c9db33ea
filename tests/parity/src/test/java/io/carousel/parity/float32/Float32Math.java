package io.carousel.parity.float32;

import java.util.Arrays;

/** Sums and functions in float, one rounding after each operation. */
final class Float32Math {
  private final Fault fault;
  private final Rounding rounding;

  Float32Math(Fault fault, Rounding rounding) {
    this.fault = fault;
    this.rounding = rounding;
  }

  float sigmoid(float x) {
    return blur(1f / (1f + (float) Math.exp(-x)), x);
  }

  float tanh(float x) {
    return blur((float) Math.tanh(x), x);
  }

  /** An error of at most 1 that looks random but depends on x only; 0.35 on average (rms). */
  private float blur(float y, float x) {
    float error = (float) (Math.sin(1e5 * x) * Math.sin(3.3e5 * x) * Math.sin(7.7e5 * x));
    return switch (fault) {
      case ROUGH_FUNCTIONS -> y + 4e-7f * error;
      case FAST_FUNCTIONS -> y + 1e-4f * error;
      default -> y;
    };
  }

  /** sum_k M_row,k x_k for all rows of a matrix that starts at {@code from}. */
  float[] product(float[] block, int from, int rows, float[] x) {
    float[] y = new float[rows];
    float[] factors = rounding.factors(x);
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      int at = from + i * x.length;
      for (int k = 0; k < x.length; k++) {
        sum += rounding.factor(block[at + k]) * factors[k];
      }
      y[i] = sum;
    }
    return y;
  }

  /** y_k += sum_row M_row,k a_row. */
  void addTransposed(float[] block, int from, float[] a, float[] y) {
    float[] factors = rounding.factors(a);
    for (int i = 0; i < a.length; i++) {
      int at = from + i * y.length;
      for (int k = 0; k < y.length; k++) {
        y[k] += rounding.factor(block[at + k]) * factors[i];
      }
    }
  }

  /** M_row,k += a_row x_k. */
  void addOuter(float[] block, int from, float[] a, float[] x) {
    float[] left = rounding.factors(a);
    float[] right = rounding.factors(x);
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

  static float[] row(float[] rows, int number, int width) {
    return Arrays.copyOfRange(rows, number * width, (number + 1) * width);
  }

  static void put(float[] rows, int number, int width, float[] row) {
    System.arraycopy(row, 0, rows, number * width, width);
  }
}
