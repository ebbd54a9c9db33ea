package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;

/**
 * A matrix product with fixed addresses, row-major: C := alpha op(A) op(B) + beta C, where op(A) is
 * [m, k], op(B) is [k, n] and C is [m, n] in single precision.
 *
 * <p>cuBLAS is column-major and so computes the transposed of both sides: B comes first there.
 */
public final class CublasGemm extends CudaHandle {
  private final Cublas blas;
  private final int operationA;
  private final int operationB;
  private final int m;
  private final int n;
  private final int k;
  private final int lda;
  private final int ldb;
  private final int ldc;
  private final int type;
  private final Address a;
  private final Address b;
  private final Address c;
  private final HostMemory factors;
  private final Address alpha;
  private final Address beta;

  private CublasGemm(
      Cublas blas,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      long a,
      int lda,
      long b,
      int ldb,
      float beta,
      long c,
      int ldc,
      CudaType inputs) {
    super("product m=" + m + " n=" + n + " k=" + k + " " + inputs);
    this.blas = blas;
    this.operationA = transposeA ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    this.operationB = transposeB ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    this.m = m;
    this.n = n;
    this.k = k;
    this.lda = lda;
    this.ldb = ldb;
    this.ldc = ldc;
    this.type = inputs.blas;
    this.a = new Address(a);
    this.b = new Address(b);
    this.c = new Address(c);
    this.factors = HostMemory.allocate(2 * Float.BYTES);
    factors.asFloatBuffer().put(0, alpha).put(1, beta);
    this.alpha = new Address(factors.address());
    this.beta = new Address(factors.address() + Float.BYTES);
    opened();
  }

  /**
   * Fixes everything but the contents.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k the dimension that is summed over
   * @param lda the elements between two rows of A as it lies in memory; ldb and ldc likewise
   * @param inputs the type of A and B
   * @throws IllegalArgumentException if a dimension is not positive, or rows would overlap
   */
  public static CublasGemm of(
      Cublas blas,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      long a,
      int lda,
      long b,
      int ldb,
      float beta,
      long c,
      int ldc,
      CudaType inputs) {
    blas.requireOpen();
    if (m <= 0 || n <= 0 || k <= 0) {
      throw new IllegalArgumentException(
          "a product must have positive dimensions, m=" + m + ", n=" + n + ", k=" + k);
    }
    requireRow("lda", lda, transposeA ? m : k);
    requireRow("ldb", ldb, transposeB ? k : n);
    requireRow("ldc", ldc, n);
    return new CublasGemm(
        blas, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, inputs);
  }

  private static void requireRow(String name, int leading, int columns) {
    if (leading < columns) {
      throw new IllegalArgumentException(
          "a leading dimension must be at least the columns of its matrix, "
              + name
              + "="
              + leading
              + ", columns="
              + columns);
    }
  }

  /** Enqueues it in the handle's stream. Allocates nothing. */
  public void run() {
    requireOpen();
    blas.requireOpen();
    int status =
        cublas.cublasGemmEx(
            blas.handle,
            operationB,
            operationA,
            n,
            m,
            k,
            alpha,
            b,
            type,
            ldb,
            a,
            type,
            lda,
            beta,
            c,
            cudart.CUDA_R_32F,
            ldc,
            blas.math.compute,
            cublas.CUBLAS_GEMM_DEFAULT);
    if (status != 0) {
      CudaStatus.blas(status, "cublasGemmEx", what());
    }
  }

  @Override
  void destroy() {
    factors.close();
  }
}
