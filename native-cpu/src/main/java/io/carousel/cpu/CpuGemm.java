package io.carousel.cpu;

import io.carousel.bindings.Gemm;

/** The three products of a layer y = x W', all matrices packed or with a leading dimension. */
final class CpuGemm {
  private final Gemm gemm = new Gemm();

  /** y [n, rows] = x [n, columns] W [rows, columns]' + beta y. */
  void timesTransposed(
      int n, int rows, int columns, long x, int ldx, long w, float beta, long y, int ldy) {
    if (n > 0) {
      gemm.run(false, true, n, rows, columns, 1, x, ldx, w, columns, beta, y, ldy);
    }
  }

  /** dx [n, columns] = dy [n, rows] W [rows, columns] + beta dx. */
  void times(
      int n, int rows, int columns, long dy, int lddy, long w, float beta, long dx, int ldx) {
    if (n > 0) {
      gemm.run(false, false, n, columns, rows, 1, dy, lddy, w, columns, beta, dx, ldx);
    }
  }

  /** dW [rows, columns] += dy [n, rows]' x [n, columns]. */
  void addOuter(int n, int rows, int columns, long dy, int lddy, long x, int ldx, long dw) {
    if (n > 0) {
      gemm.run(true, false, rows, columns, n, 1, dy, lddy, x, ldx, 1, dw, columns);
    }
  }
}
