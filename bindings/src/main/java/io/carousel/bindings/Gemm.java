package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * oneDNN's single-precision matrix product, row-major: C := alpha op(A) op(B) + beta C. An object
 * is for one thread at a time; its calls allocate nothing.
 */
public final class Gemm {
  private static final byte PLAIN = 'N';
  private static final byte TRANSPOSED = 'T';

  private final Matrix a;
  private final Matrix b;
  private final Matrix c;

  /** A float pointer over an address that is set anew for every call. */
  private static final class Matrix extends FloatPointer {
    Matrix() {
      super((Pointer) null);
    }

    Matrix at(long newAddress) {
      address = newAddress;
      return this;
    }
  }

  /**
   * Loads oneDNN if it is not loaded.
   *
   * @throws MissingLibraryException if that is not possible
   */
  public Gemm() {
    NativeLibraries.load();
    a = new Matrix();
    b = new Matrix();
    c = new Matrix();
  }

  /**
   * One product; A is [m, k] and B is [k, n] after the transposition that is asked for.
   *
   * @param lda the elements between two rows of A as it lies in memory; ldb and ldc likewise
   * @throws NativeCallException if oneDNN refuses, as for a leading dimension that is too small
   */
  public void run(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      long addressA,
      int lda,
      long addressB,
      int ldb,
      float beta,
      long addressC,
      int ldc) {
    int status =
        dnnl.dnnl_sgemm(
            transposeA ? TRANSPOSED : PLAIN,
            transposeB ? TRANSPOSED : PLAIN,
            m,
            n,
            k,
            alpha,
            a.at(addressA),
            lda,
            b.at(addressB),
            ldb,
            beta,
            c.at(addressC),
            ldc);
    if (status != 0) {
      throw new NativeCallException("dnnl_sgemm", status, "m=" + m + " n=" + n + " k=" + k);
    }
  }
}
