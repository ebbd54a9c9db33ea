package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.cuda.Cublas;
import io.carousel.bindings.cuda.CublasGemm;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.MathMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnDevice
class GemmTest {
  private static final int M = 3;
  private static final int N = 4;
  private static final int K = 5;

  /** Room between two rows, which belongs to nobody. */
  private static final int GAP = 2;

  private static final int WORKSPACE = 4 << 20;

  /** A row-major matrix with gaps, of values that every type has. */
  private static final class Matrix {
    final float[] values;
    final int leading;

    Matrix(int rows, int columns, Random random) {
      leading = columns + GAP;
      values = new float[rows * leading];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(64) / 16f - 2;
      }
    }

    double at(boolean transposed, int row, int column) {
      return transposed ? values[column * leading + row] : values[row * leading + column];
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,F32",
    "true,false,F32",
    "false,true,F32",
    "true,true,F32",
    "true,false,F16",
    "false,true,BF16"
  })
  void productsAreRowMajor(boolean transposeA, boolean transposeB, CudaType type) {
    Random random = new Random(7);
    Matrix a = transposeA ? new Matrix(K, M, random) : new Matrix(M, K, random);
    Matrix b = transposeB ? new Matrix(N, K, random) : new Matrix(K, N, random);
    Matrix c = new Matrix(M, N, random);
    try (Rig rig = new Rig()) {
      Cublas blas =
          rig.keep(Cublas.create(rig.stream, MathMode.IEEE, rig.memory(WORKSPACE), WORKSPACE));
      long target = rig.upload(c.values);
      CublasGemm product =
          rig.keep(
              CublasGemm.of(
                  blas,
                  transposeA,
                  transposeB,
                  M,
                  N,
                  K,
                  0.5f,
                  rig.upload(Numbers.encode(type, a.values)),
                  a.leading,
                  rig.upload(Numbers.encode(type, b.values)),
                  b.leading,
                  2,
                  target,
                  c.leading,
                  type));
      product.run();
      float[] result = rig.floats(target, c.values.length);
      for (int i = 0; i < result.length; i++) {
        int row = i / c.leading;
        int column = i % c.leading;
        double expected = c.values[i];
        if (column < N) {
          expected *= 2;
          for (int k = 0; k < K; k++) {
            expected += 0.5 * a.at(transposeA, row, k) * b.at(transposeB, k, column);
          }
        }
        assertThat((double) result[i]).isEqualTo(expected); // all sums are exact
      }
    }
  }

  @Test
  void aFactorOfZeroForgetsWhatWasThere() {
    try (Rig rig = new Rig();
        Cublas blas = Cublas.create(rig.stream, MathMode.TF32, 0, 0)) {
      long c = rig.upload(Float.NaN);
      long a = rig.upload(3);
      rig.keep(CublasGemm.of(blas, false, false, 1, 1, 1, 1, a, 1, a, 1, 0, c, 1, CudaType.F32))
          .run();
      assertThat(rig.floats(c, 1)).containsExactly(9);
    }
  }

  @Test
  void aProductCanBeCaptured() {
    try (Rig rig = new Rig();
        Cublas blas =
            Cublas.create(rig.stream, MathMode.TENSOR, rig.memory(WORKSPACE), WORKSPACE)) {
      long c = rig.upload(1);
      long a = rig.upload(3);
      CublasGemm product =
          rig.keep(
              CublasGemm.of(blas, false, false, 1, 1, 1, 1, a, 1, a, 1, 1, c, 1, CudaType.F32));
      product.run();
      rig.stream.synchronize();
      rig.stream.beginCapture();
      product.run();
      try (CudaGraph graph = rig.stream.endCapture()) {
        graph.launch(rig.stream);
        graph.launch(rig.stream);
        assertThat(rig.floats(c, 1)).containsExactly(28);
      }
    }
  }

  @Test
  void sizesMustBePossible() {
    try (Rig rig = new Rig();
        Cublas blas = Cublas.create(rig.stream, MathMode.IEEE, 0, 0)) {
      assertThatThrownBy(
              () ->
                  CublasGemm.of(blas, false, false, 2, 0, 2, 1, 8, 2, 8, 2, 0, 8, 2, CudaType.F32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a product must have positive dimensions, m=2, n=0, k=2");
      assertThatThrownBy(
              () -> CublasGemm.of(blas, false, true, 2, 3, 4, 1, 8, 4, 8, 3, 0, 8, 3, CudaType.F32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a leading dimension must be at least the columns of its matrix, ldb=3, columns=4");
      assertThat(Cublas.version()).startsWith("13.");
    }
  }

  @Test
  void aClosedHandleIsAnError() {
    try (Rig rig = new Rig()) {
      Cublas blas = Cublas.create(rig.stream, MathMode.IEEE, 0, 0);
      CublasGemm product =
          rig.keep(
              CublasGemm.of(blas, false, false, 1, 1, 1, 1, 8, 1, 8, 1, 0, 8, 1, CudaType.F32));
      blas.close();
      assertThatThrownBy(product::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cuBLAS handle must be open, state=closed; use it before close()");
    }
  }

  @Test
  @Emulated
  void aWorkspaceOfTheHostIsRefusedByNameAndNumber() {
    try (Rig rig = new Rig()) {
      assertThatThrownBy(() -> Cublas.create(rig.stream, MathMode.IEEE, 4096, 100))
          .hasMessage(
              "cublasSetWorkspace_v2 returned CUBLAS_STATUS_INVALID_VALUE (7)"
                  + " for cuBLAS handle with 100 bytes");
    }
  }
}
