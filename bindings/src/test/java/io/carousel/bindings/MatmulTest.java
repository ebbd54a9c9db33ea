package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatmulTest {
  /** oneDNN's vectorized logarithm is good to about 20 bits: 2.5e-6 was seen here. */
  private static final double LOGARITHM = 4e-6;

  private static final int M = 3;
  private static final int K = 5;
  private static final int N = 4;

  private final float[] a = draw(M * K);
  private final float[] b = draw(K * N);
  private final float[] bias = draw(N);

  private static float[] draw(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static MemoryDescriptor matrix(FormatTag tag, long rows, long columns) {
    return MemoryDescriptor.of(DataType.F32, tag, rows, columns);
  }

  /** {@code bStep} and {@code bRow} are the strides of the second operand. */
  private void assertProduct(float[] actual, int bRow, int bStep, boolean biased, float before) {
    for (int m = 0; m < M; m++) {
      for (int n = 0; n < N; n++) {
        double sum = before + (biased ? bias[n] : 0);
        for (int k = 0; k < K; k++) {
          sum += a[m * K + k] * (double) b[k * bRow + n * bStep];
        }
        assertThat((double) actual[m * N + n]).isCloseTo(sum, within(1e-5));
      }
    }
  }

  private float[] product(
      TensorHeap heap, MemoryDescriptor weights, boolean biased, Attributes attributes) {
    TensorHeap.Tensor src = heap.tensor(matrix(FormatTag.AB, M, K), a);
    TensorHeap.Tensor second = heap.tensor(weights, b);
    TensorHeap.Tensor dst = heap.tensor(matrix(FormatTag.AB, M, N), draw(M * N));
    for (int i = 0; i < M * N; i++) {
      dst.values().put(i, 1f);
    }
    Descriptors descriptors =
        new Descriptors()
            .with(Argument.SRC, src.descriptor())
            .with(Argument.WEIGHTS, second.descriptor())
            .with(Argument.DST, dst.descriptor());
    Arguments.Builder arguments =
        Arguments.builder()
            .with(Argument.SRC, src.memory())
            .with(Argument.WEIGHTS, second.memory())
            .with(Argument.DST, dst.memory());
    if (biased) {
      TensorHeap.Tensor added = heap.tensor(matrix(FormatTag.AB, 1, N), bias);
      descriptors.with(Argument.BIAS, added.descriptor());
      arguments.with(Argument.BIAS, added.memory());
    }
    heap.run(
        heap.keep(Matmul.of(heap.engine, descriptors, attributes, "matmul M=3 K=5 N=4 f32")),
        arguments);
    return TensorHeap.read(dst, M * N);
  }

  @Test
  void aProductAgreesWithALoopInJava() {
    try (TensorHeap heap = new TensorHeap()) {
      float[] plain = product(heap, matrix(FormatTag.AB, K, N), false, heap.attributes);
      assertProduct(plain, N, 1, false, 0);
      float[] biased = product(heap, matrix(FormatTag.AB, K, N), true, heap.attributes);
      assertProduct(biased, N, 1, true, 0);
    }
  }

  @Test
  void operandsMayBeTransposedByTagOrByStrides() {
    try (TensorHeap heap = new TensorHeap()) {
      float[] byTag = product(heap, matrix(FormatTag.BA, K, N), false, heap.attributes);
      assertProduct(byTag, 1, K, false, 0);
      MemoryDescriptor strided =
          MemoryDescriptor.strided(DataType.F32, new long[] {K, N}, new long[] {1, K});
      assertThat(strided.describe()).isEqualTo("f32 [5, 4] ba");
      assertThat(product(heap, strided, false, heap.attributes)).isEqualTo(byTag);
    }
  }

  @Test
  void aProductCanBeAddedToItsDestination() {
    try (TensorHeap heap = new TensorHeap();
        Attributes adding = Attributes.create().addingToDestination()) {
      assertProduct(product(heap, matrix(FormatTag.AB, K, N), true, adding), N, 1, true, 1);
    }
  }

  @Test
  void softmaxAndTanhAgreeWithJava() {
    try (TensorHeap heap = new TensorHeap()) {
      TensorHeap.Tensor src = heap.tensor(matrix(FormatTag.AB, 1, N), bias);
      TensorHeap.Tensor dst = heap.tensor(matrix(FormatTag.AB, 1, N));
      Descriptors descriptors =
          new Descriptors()
              .with(Argument.SRC, src.descriptor())
              .with(Argument.DST, dst.descriptor());
      heap.run(
          heap.keep(
              Softmax.forward(
                  heap.engine,
                  Softmax.Kind.LOG_SOFTMAX,
                  Propagation.FORWARD_INFERENCE,
                  descriptors,
                  1,
                  heap.attributes,
                  "softmax")),
          Arguments.builder().with(Argument.SRC, src.memory()).with(Argument.DST, dst.memory()));
      double sum = 0;
      for (float x : bias) {
        sum += Math.exp(x);
      }
      for (int i = 0; i < N; i++) {
        assertThat((double) dst.values().get(i))
            .isCloseTo(bias[i] - Math.log(sum), within(LOGARITHM));
      }
      heap.run(
          heap.keep(
              Eltwise.forward(
                  heap.engine,
                  Eltwise.Kind.TANH,
                  Propagation.FORWARD_INFERENCE,
                  descriptors,
                  heap.attributes,
                  "tanh")),
          Arguments.builder().with(Argument.SRC, src.memory()).with(Argument.DST, dst.memory()));
      for (int i = 0; i < N; i++) {
        assertThat((double) dst.values().get(i)).isCloseTo(Math.tanh(bias[i]), within(1e-6));
      }
    }
  }

  @Test
  void gradientsOfSoftmaxAndTanhAgreeWithJava() {
    try (TensorHeap heap = new TensorHeap()) {
      TensorHeap.Tensor x = heap.tensor(matrix(FormatTag.AB, 1, N), bias);
      TensorHeap.Tensor up = heap.tensor(matrix(FormatTag.AB, 1, N), 1, 2, 3, 4);
      TensorHeap.Tensor down = heap.tensor(matrix(FormatTag.AB, 1, N));
      Descriptors descriptors =
          new Descriptors()
              .with(Argument.SRC, x.descriptor())
              .with(Argument.DST, x.descriptor())
              .with(Argument.DIFF_DST, up.descriptor())
              .with(Argument.DIFF_SRC, down.descriptor());
      PrimitiveDescriptor tanh =
          heap.keep(
              Eltwise.forward(
                  heap.engine,
                  Eltwise.Kind.TANH,
                  Propagation.FORWARD_TRAINING,
                  descriptors,
                  heap.attributes,
                  "tanh"));
      heap.run(
          heap.keep(
              Eltwise.backward(
                  heap.engine,
                  Eltwise.Kind.TANH,
                  descriptors,
                  tanh,
                  heap.attributes,
                  "tanh_backward")),
          Arguments.builder()
              .with(Argument.SRC, x.memory())
              .with(Argument.DIFF_DST, up.memory())
              .with(Argument.DIFF_SRC, down.memory()));
      for (int i = 0; i < N; i++) {
        double y = Math.tanh(bias[i]);
        assertThat((double) down.values().get(i)).isCloseTo((i + 1) * (1 - y * y), within(1e-5));
      }
      PrimitiveDescriptor softmax =
          heap.keep(
              Softmax.forward(
                  heap.engine,
                  Softmax.Kind.SOFTMAX,
                  Propagation.FORWARD_TRAINING,
                  descriptors,
                  1,
                  heap.attributes,
                  "softmax"));
      heap.run(
          heap.keep(
              Softmax.backward(
                  heap.engine,
                  Softmax.Kind.SOFTMAX,
                  descriptors,
                  1,
                  softmax,
                  heap.attributes,
                  "softmax_backward")),
          Arguments.builder()
              .with(Argument.DST, x.memory())
              .with(Argument.DIFF_DST, up.memory())
              .with(Argument.DIFF_SRC, down.memory()));
      double dot = 0;
      for (int i = 0; i < N; i++) {
        dot += (i + 1) * bias[i];
      }
      for (int i = 0; i < N; i++) {
        assertThat((double) down.values().get(i)).isCloseTo(bias[i] * (i + 1 - dot), within(1e-5));
      }
    }
  }
}
