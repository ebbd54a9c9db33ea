package io.carousel.emulated;

import static io.carousel.bindings.cuda.CudaType.F16;
import static io.carousel.bindings.cuda.CudaType.F32;
import static io.carousel.bindings.cuda.RnnCell.LSTM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cuDNN refuses, as far as its documentation and others' experience tell. */
@Emulated
class CudnnRefusalTest {
  private static final RecurrentCase SMALL = RecurrentCase.of(LSTM, false, 3, 4, 5, F32, 5, 5);

  @Test
  void whatAnAlgorithmDoesNotTakeIsUnsupportedAndSaysWhy() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      assertThatThrownBy(() -> new CudnnRun(rig, dnn, SMALL, RnnAlgorithm.PERSIST_STATIC, true))
          .isInstanceOfSatisfying(
              NativeCallException.class,
              e -> {
                assertThat(e.unsupported()).isTrue();
                assertThat(e.call()).isEqualTo("cudnnGetRNNTempSpaceSizes");
                assertThat(e.code()).isEqualTo(3000);
              })
          .hasMessage(
              "cudnnGetRNNTempSpaceSizes returned CUDNN_STATUS_NOT_SUPPORTED (3000)"
                  + " for lstm T=5 N=2 I=3 H=4 f32 persist_static ieee training:"
                  + " PERSIST_STATIC does not take this shape");
    }
  }

  @Test
  void persistentAlgorithmsWantBothBiases() {
    CudnnRnnShape single =
        new CudnnRnnShape(
            LSTM, false, false, 3, 4, 5, 2, F32, MathMode.IEEE, RnnAlgorithm.SMALL_H, true);
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream);
        CudnnRnn standard = CudnnRnn.create(dnn, single.by(RnnAlgorithm.STANDARD))) {
      assertThat(standard.bias(0, 4)).isNull();
      assertThatThrownBy(() -> CudnnRnn.create(dnn, single))
          .hasMessage(
              "cudnnSetRNNDescriptor_v8 returned CUDNN_STATUS_NOT_SUPPORTED (3000)"
                  + " for lstm single bias T=5 N=2 I=3 H=4 f32 small_h ieee training");
    }
  }

  @Test
  void persistentAlgorithmsTakeWhatTheyTakeAndRefuseRaggedBatches() {
    RecurrentCase wide = RecurrentCase.of(LSTM, false, 128, 128, 2, F16, 2, 2, 2, 2, 2, 2, 2, 2);
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      new CudnnRun(rig, dnn, wide, RnnAlgorithm.PERSIST_STATIC, true).rnn.forward();
      new CudnnRun(rig, dnn, SMALL, RnnAlgorithm.PERSIST_DYNAMIC, true).rnn.forward();
      CudnnRun run = new CudnnRun(rig, dnn, SMALL, RnnAlgorithm.SMALL_H, true);
      run.rnn.forward();
      rig.stream.synchronize();
      run.rnn.lengths(new int[] {5, 4});
      assertThatThrownBy(run.rnn::forward)
          .isInstanceOfSatisfying(
              NativeCallException.class, e -> assertThat(e.unsupported()).isTrue())
          .hasMessage(
              "cudnnRNNForward returned CUDNN_STATUS_NOT_SUPPORTED (3000)"
                  + " for lstm T=5 N=2 I=3 H=4 f32 small_h ieee training:"
                  + " persistent algorithms want sequences of one length");
    }
  }

  @Test
  void aStepCanBeCapturedAndReplayed() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, SMALL, RnnAlgorithm.STANDARD, true);
      rig.stream.beginCapture();
      run.rnn.forward();
      run.rnn.backwardData();
      run.rnn.backwardWeights();
      try (CudaGraph graph = rig.stream.endCapture()) {
        run.rnn.lengths(new int[] {1, 1}); // what was captured keeps its lengths
        graph.launch(rig.stream);
        Map<String, double[]> expected = ReferenceRun.of(SMALL, SMALL.given());
        assertThat(run.results().get("dWeights"))
            .usingComparatorWithPrecision(2e-5)
            .containsExactly(expected.get("dWeights"));
      }
    }
  }

  @Test
  void aRefusedCaptureOfCudnnIsAnErrorAndTheStreamGoesOn() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, SMALL, RnnAlgorithm.STANDARD, true);
      try (Emulator.Settings refusing = Emulator.with("CAPTURE=refuse-cudnn")) {
        rig.stream.beginCapture();
        assertThatThrownBy(run.rnn::forward)
            .hasMessage(
                "cudnnRNNForward returned CUDNN_STATUS_EXECUTION_FAILED (5000)"
                    + " for lstm T=5 N=2 I=3 H=4 f32 standard ieee training:"
                    + " the emulator was told to refuse capture");
        rig.stream.abandonCapture();
        assertThat(refusing).isNotNull();
      }
      run.rnn.forward();
      rig.stream.synchronize();
    }
  }

  @Test
  void backwardPassesOutOfOrderAreFound() {
    assertThat(Child.onEmulator().run(WrongOrder.class))
        .contains(
            "[emulator] cudnnRNNBackwardWeights_v8: the backward pass of the data must come first",
            "cudaStreamSynchronize returned cudaErrorLaunchFailure (719) for CUDA stream");
  }

  /** After such an error a device is of no use any more, so it has a process of its own. */
  static final class WrongOrder {
    private WrongOrder() {}

    public static void main(String[] arguments) {
      Rig rig = new Rig();
      CudnnRun run =
          new CudnnRun(rig, Cudnn.create(rig.stream), SMALL, RnnAlgorithm.STANDARD, true);
      run.rnn.forward();
      run.rnn.backwardWeights();
      try {
        rig.stream.synchronize();
      } catch (NativeCallException e) {
        System.out.println(e.getMessage());
      }
      Runtime.getRuntime().halt(0);
    }
  }
}
