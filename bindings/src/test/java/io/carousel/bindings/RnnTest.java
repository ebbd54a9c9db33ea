package io.carousel.bindings;

import static io.carousel.bindings.Argument.BIAS;
import static io.carousel.bindings.Argument.DIFF_BIAS;
import static io.carousel.bindings.Argument.DIFF_DST_ITER;
import static io.carousel.bindings.Argument.DIFF_DST_ITER_C;
import static io.carousel.bindings.Argument.DIFF_DST_LAYER;
import static io.carousel.bindings.Argument.DIFF_SRC_ITER;
import static io.carousel.bindings.Argument.DIFF_SRC_ITER_C;
import static io.carousel.bindings.Argument.DIFF_SRC_LAYER;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_ITER;
import static io.carousel.bindings.Argument.DIFF_WEIGHTS_LAYER;
import static io.carousel.bindings.Argument.DST_ITER;
import static io.carousel.bindings.Argument.DST_ITER_C;
import static io.carousel.bindings.Argument.DST_LAYER;
import static io.carousel.bindings.Argument.SRC_ITER;
import static io.carousel.bindings.Argument.SRC_ITER_C;
import static io.carousel.bindings.Argument.SRC_LAYER;
import static io.carousel.bindings.Argument.WEIGHTS_ITER;
import static io.carousel.bindings.Argument.WEIGHTS_LAYER;
import static io.carousel.bindings.Argument.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RnnTest {
  private static final int T = LstmLoop.T;
  private static final int N = LstmLoop.N;
  private static final int I = LstmLoop.I;
  private static final int H = LstmLoop.H;
  private static final String SHAPE = "T=3 N=2 I=5 H=4 f32";

  private final Random random = new Random(7);
  private final Map<Argument, long[]> dims = new EnumMap<>(Argument.class);
  private final Map<Argument, float[]> values = new EnumMap<>(Argument.class);

  RnnTest() {
    give(SRC_LAYER, T, N, I);
    give(SRC_ITER, 1, 1, N, H);
    give(SRC_ITER_C, 1, 1, N, H);
    give(WEIGHTS_LAYER, 1, 1, I, 4, H);
    give(WEIGHTS_ITER, 1, 1, H, 4, H);
    give(BIAS, 1, 1, 4, H);
    give(DST_LAYER, T, N, H);
    give(DST_ITER, 1, 1, N, H);
    give(DST_ITER_C, 1, 1, N, H);
  }

  private void give(Argument argument, long... shape) {
    int count = 1;
    for (long dim : shape) {
      count *= (int) dim;
    }
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    dims.put(argument, shape);
    values.put(argument, drawn);
  }

  private static FormatTag tag(Argument argument) {
    return switch (argument) {
      case SRC_LAYER, DST_LAYER -> FormatTag.TNC;
      case WEIGHTS_LAYER, WEIGHTS_ITER -> FormatTag.LDIGO;
      case BIAS -> FormatTag.LDGO;
      default -> FormatTag.LDNC;
    };
  }

  private static Argument diff(Argument argument) {
    return Argument.valueOf("DIFF_" + argument);
  }

  private static boolean weights(Argument argument) {
    return argument == WEIGHTS_LAYER || argument == WEIGHTS_ITER;
  }

  private MemoryDescriptor plain(Argument argument) {
    return MemoryDescriptor.of(DataType.F32, tag(argument), dims.get(argument));
  }

  /** Weights in the layout of the primitive's choice. */
  private Descriptors descriptors(boolean withDiffs) {
    Descriptors all = new Descriptors();
    for (Argument argument : dims.keySet()) {
      MemoryDescriptor any = MemoryDescriptor.any(DataType.F32, dims.get(argument));
      all.with(argument, weights(argument) ? any : plain(argument));
      if (!weights(argument)) {
        any.close();
      }
      if (withDiffs) {
        all.with(diff(argument), plain(argument));
      }
    }
    return all;
  }

  /** Forward and backward with all DIFF_DST ones; tensors by argument, gradients included. */
  private Map<Argument, TensorHeap.Tensor> run(TensorHeap heap, boolean overwrite) {
    PrimitiveDescriptor forward =
        heap.keep(
            Rnn.forward(
                heap.engine,
                RnnCell.LSTM,
                Propagation.FORWARD_TRAINING,
                RnnDirection.LEFT_TO_RIGHT,
                heap.keep(descriptors(false)),
                heap.attributes,
                "lstm_forward " + SHAPE));
    PrimitiveDescriptor backward =
        heap.keep(
            Rnn.backward(
                heap.engine,
                RnnCell.LSTM,
                RnnDirection.LEFT_TO_RIGHT,
                heap.keep(descriptors(true)),
                forward,
                overwrite,
                heap.attributes,
                "lstm_backward " + SHAPE));
    assertThat(forward.workspaceBytes()).isPositive().isEqualTo(backward.workspaceBytes());
    TensorHeap.Tensor workspace = heap.tensor(forward.memory(WORKSPACE));
    Arguments.Builder forwards = Arguments.builder().with(WORKSPACE, workspace.memory());
    Arguments.Builder backwards = Arguments.builder().with(WORKSPACE, workspace.memory());
    Map<Argument, TensorHeap.Tensor> tensors = new EnumMap<>(Argument.class);
    for (Argument argument : dims.keySet()) {
      TensorHeap.Tensor tensor = heap.tensor(plain(argument), values.get(argument));
      tensors.put(argument, tensor);
      forwards.with(argument, laidOut(heap, forward, argument, tensor).memory());
      backwards.with(argument, laidOut(heap, backward, argument, tensor).memory());
      float[] ones = new float[values.get(argument).length];
      java.util.Arrays.fill(ones, 1f);
      TensorHeap.Tensor gradient = heap.tensor(plain(argument), ones);
      tensors.put(diff(argument), gradient);
      backwards.with(diff(argument), gradient.memory());
    }
    heap.run(forward, forwards);
    heap.run(backward, backwards);
    return tensors;
  }

  private static TensorHeap.Tensor laidOut(
      TensorHeap heap, PrimitiveDescriptor wanted, Argument argument, TensorHeap.Tensor plain) {
    return weights(argument) ? heap.reordered(plain, wanted.memory(argument)) : plain;
  }

  @Test
  void anLstmAgreesWithALoopInJava() {
    try (TensorHeap heap = new TensorHeap()) {
      Map<Argument, TensorHeap.Tensor> tensors = run(heap, true);
      double[][] expected = LstmLoop.forward(values);
      float[] y = TensorHeap.read(tensors.get(DST_LAYER), T * N * H);
      float[] c = TensorHeap.read(tensors.get(DST_ITER_C), N * H);
      for (int i = 0; i < y.length; i++) {
        assertThat((double) y[i]).isCloseTo(expected[0][i], within(2e-6));
      }
      for (int i = 0; i < c.length; i++) {
        assertThat((double) c[i]).isCloseTo(expected[1][i], within(4e-6));
      }
      assertThat(TensorHeap.read(tensors.get(DST_ITER), N * H))
          .isEqualTo(java.util.Arrays.copyOfRange(y, (T - 1) * N * H, T * N * H));
    }
  }

  @Test
  void itsGradientsAgreeWithDifferencesOfThatLoop() {
    try (TensorHeap heap = new TensorHeap()) {
      Map<Argument, TensorHeap.Tensor> tensors = run(heap, true);
      for (Argument argument :
          new Argument[] {SRC_LAYER, SRC_ITER, SRC_ITER_C, WEIGHTS_LAYER, WEIGHTS_ITER, BIAS}) {
        float[] gradient =
            TensorHeap.read(tensors.get(diff(argument)), values.get(argument).length);
        for (int i = 0; i < gradient.length; i++) {
          assertThat((double) gradient[i])
              .as("%s %d", argument, i)
              .isCloseTo(LstmLoop.slope(values, argument, i), within(2e-5));
        }
      }
    }
  }

  @Test
  void weightGradientsAreAddedUnlessTheyAreToOverwrite() {
    try (TensorHeap heap = new TensorHeap()) {
      Map<Argument, TensorHeap.Tensor> overwritten = run(heap, true);
      Map<Argument, TensorHeap.Tensor> added = run(heap, false);
      for (Argument argument : new Argument[] {DIFF_WEIGHTS_LAYER, DIFF_WEIGHTS_ITER, DIFF_BIAS}) {
        int count = values.get(Argument.valueOf(argument.name().substring(5))).length;
        float[] once = TensorHeap.read(overwritten.get(argument), count);
        float[] ontoOnes = TensorHeap.read(added.get(argument), count);
        for (int i = 0; i < count; i++) {
          assertThat(ontoOnes[i] - 1).as("%s %d", argument, i).isCloseTo(once[i], within(1e-5f));
        }
      }
      for (Argument argument : new Argument[] {DIFF_SRC_LAYER, DIFF_SRC_ITER, DIFF_SRC_ITER_C}) {
        assertThat(TensorHeap.read(added.get(argument), N * H))
            .isEqualTo(TensorHeap.read(overwritten.get(argument), N * H));
      }
      assertThat(TensorHeap.read(added.get(DIFF_DST_LAYER), 1)).containsExactly(1f);
      assertThat(TensorHeap.read(added.get(DIFF_DST_ITER), 1)).containsExactly(1f);
      assertThat(TensorHeap.read(added.get(DIFF_DST_ITER_C), 1)).containsExactly(1f);
    }
  }

  @Test
  void aDescriptorTellsItsImplementationAndLayouts() {
    try (TensorHeap heap = new TensorHeap();
        Descriptors descriptors = descriptors(false);
        Attributes deterministic = Attributes.deterministic();
        PrimitiveDescriptor forward =
            Rnn.forward(
                heap.engine,
                RnnCell.LSTM,
                Propagation.FORWARD_INFERENCE,
                RnnDirection.LEFT_TO_RIGHT,
                descriptors,
                deterministic,
                "lstm_forward " + SHAPE);
        MemoryDescriptor weights = forward.memory(WEIGHTS_LAYER);
        MemoryDescriptor input = forward.memory(SRC_LAYER);
        MemoryDescriptor none = forward.memory(Argument.WEIGHTS_PEEPHOLE)) {
      assertThat(forward.implementation()).isNotBlank();
      assertThat(input.describe()).isEqualTo("f32 [3, 2, 5] tnc");
      assertThat(weights.describe()).startsWith("f32 [1, 1, 5, 4, 4] ");
      assertThat(weights.bytes()).isEqualTo(forward.bytes(WEIGHTS_LAYER)).isPositive();
      assertThat(none.bytes()).isZero();
      assertThat(none.describe()).isEqualTo("none");
      assertThat(forward.workspaceBytes()).isZero();
      assertThat(forward.scratchpadBytes()).isPositive();
    }
  }

  @Test
  void theOtherCellsAreThere() {
    try (TensorHeap heap = new TensorHeap()) {
      for (RnnCell cell :
          new RnnCell[] {RnnCell.LBR_GRU, RnnCell.VANILLA_RNN_TANH, RnnCell.VANILLA_RNN_RELU}) {
        int gates = cell == RnnCell.LBR_GRU ? 3 : 1;
        int biases = cell == RnnCell.LBR_GRU ? 4 : 1;
        dims.put(WEIGHTS_LAYER, new long[] {1, 1, I, gates, H});
        dims.put(WEIGHTS_ITER, new long[] {1, 1, H, gates, H});
        dims.put(BIAS, new long[] {1, 1, biases, H});
        dims.remove(SRC_ITER_C);
        dims.remove(DST_ITER_C);
        PrimitiveDescriptor forward =
            heap.keep(
                Rnn.forward(
                    heap.engine,
                    cell,
                    Propagation.FORWARD_TRAINING,
                    RnnDirection.RIGHT_TO_LEFT,
                    heap.keep(descriptors(false)),
                    heap.attributes,
                    cell + " " + SHAPE));
        PrimitiveDescriptor backward =
            heap.keep(
                Rnn.backward(
                    heap.engine,
                    cell,
                    RnnDirection.RIGHT_TO_LEFT,
                    heap.keep(descriptors(true)),
                    forward,
                    false,
                    heap.attributes,
                    cell + " " + SHAPE));
        assertThat(backward.implementation()).isNotBlank();
      }
    }
  }

  @Test
  void whatOneDnnRefusesIsNamedWithCallStatusAndShape() {
    dims.put(WEIGHTS_ITER, new long[] {1, 1, H, 3, H});
    try (TensorHeap heap = new TensorHeap();
        Descriptors descriptors = descriptors(false)) {
      assertThatThrownBy(
              () ->
                  Rnn.forward(
                      heap.engine,
                      RnnCell.LSTM,
                      Propagation.FORWARD_TRAINING,
                      RnnDirection.LEFT_TO_RIGHT,
                      descriptors,
                      heap.attributes,
                      "lstm_forward " + SHAPE))
          .isInstanceOfSatisfying(
              NativeCallException.class,
              e -> {
                assertThat(e.call()).isEqualTo("dnnl_lstm_forward_primitive_desc_create");
                assertThat(e.status()).contains(Status.INVALID_ARGUMENTS);
                assertThat(e.code()).isEqualTo(2);
              })
          .hasMessage(
              "dnnl_lstm_forward_primitive_desc_create returned invalid_arguments (2)"
                  + " for lstm_forward T=3 N=2 I=5 H=4 f32");
    }
  }

  @Test
  void whatOneDnnHasNotIsNamedWithCallStatusAndShape() {
    try (TensorHeap heap = new TensorHeap();
        Descriptors descriptors = new Descriptors()) {
      for (Argument argument : dims.keySet()) {
        descriptors.with(
            argument, MemoryDescriptor.of(DataType.U8, tag(argument), dims.get(argument)));
      }
      assertThatThrownBy(
              () ->
                  Rnn.forward(
                      heap.engine,
                      RnnCell.LSTM,
                      Propagation.FORWARD_TRAINING,
                      RnnDirection.LEFT_TO_RIGHT,
                      descriptors,
                      heap.attributes,
                      "lstm_forward T=3 N=2 I=5 H=4 u8"))
          .hasMessage(
              "dnnl_lstm_forward_primitive_desc_create returned unimplemented (3)"
                  + " for lstm_forward T=3 N=2 I=5 H=4 u8");
    }
  }

  @Test
  void aCellIsNotGivenWhatOnlyLstmHas() {
    try (TensorHeap heap = new TensorHeap();
        Descriptors descriptors = descriptors(false)) {
      assertThatThrownBy(
              () ->
                  Rnn.forward(
                      heap.engine,
                      RnnCell.LBR_GRU,
                      Propagation.FORWARD_TRAINING,
                      RnnDirection.LEFT_TO_RIGHT,
                      descriptors,
                      heap.attributes,
                      "lbr_gru_forward " + SHAPE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cell LBR_GRU must not be given what only LSTM has, argument=SRC_ITER_C");
    }
  }
}
