package io.carousel.emulated;

import static io.carousel.bindings.cuda.CudaType.BF16;
import static io.carousel.bindings.cuda.CudaType.F16;
import static io.carousel.bindings.cuda.CudaType.F32;
import static io.carousel.bindings.cuda.RnnAlgorithm.STANDARD;
import static io.carousel.bindings.cuda.RnnCell.GRU;
import static io.carousel.bindings.cuda.RnnCell.LSTM;
import static io.carousel.bindings.cuda.RnnCell.RNN_RELU;
import static io.carousel.bindings.cuda.RnnCell.RNN_TANH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OnDevice
class CudnnRnnTest {
  private static final RecurrentCase SMALL = RecurrentCase.of(LSTM, false, 3, 4, 5, F32, 5, 5);
  private static final RecurrentCase RAGGED =
      RecurrentCase.of(LSTM, true, 3, 4, 5, F32, 2, 5, 1, 4);

  static Stream<RecurrentCase> cases() {
    return Stream.of(
        SMALL,
        RAGGED,
        RecurrentCase.of(LSTM, false, 7, 1, 1, F32, 1),
        RecurrentCase.of(GRU, false, 3, 4, 5, F32, 5, 5),
        RecurrentCase.of(GRU, true, 3, 5, 6, F32, 6, 1, 3),
        RecurrentCase.of(RNN_TANH, true, 4, 3, 5, F32, 3, 5),
        RecurrentCase.of(RNN_RELU, false, 4, 6, 7, F32, 1, 7, 7),
        RecurrentCase.of(LSTM, true, 8, 8, 4, F16, 4, 2),
        RecurrentCase.of(GRU, false, 8, 8, 4, F16, 4, 2),
        RecurrentCase.of(LSTM, false, 8, 8, 4, BF16, 1, 4));
  }

  /** Gradients add up some tens of products, each as exact as its type. */
  private static double tolerance(RecurrentCase shape) {
    return switch (shape.type()) {
      case F32 -> 2e-5;
      case F16 -> 2e-2;
      case BF16 -> 1e-1;
    };
  }

  private static void assertAgreement(
      RecurrentCase shape, Map<String, double[]> results, List<String> names) {
    Map<String, double[]> expected = ReferenceRun.of(shape, shape.given());
    for (String name : names) {
      if (!expected.containsKey(name)) {
        assertThat(results).doesNotContainKey(name);
        continue;
      }
      double[] result = results.get(name);
      assertThat(result).hasSameSizeAs(expected.get(name));
      for (int i = 0; i < result.length; i++) {
        if (!name.equals("dx") || shape.isValid(i, shape.width())) {
          assertThat(result[i])
              .as("%s[%d] of %s", name, i, shape)
              .isCloseTo(expected.get(name)[i], within(tolerance(shape)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTrainingStepAgreesWithTheReference(RecurrentCase shape) {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, shape, STANDARD, true);
      run.rnn.forward();
      run.rnn.backwardData();
      run.rnn.backwardWeights();
      assertAgreement(
          shape, run.results(), List.of("y", "hT", "cT", "dx", "dh0", "dc0", "dWeights"));
    }
  }

  @Test
  void inferenceNeedsNoReserveSpace() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, RAGGED, STANDARD, false);
      assertThat(run.rnn.reserveBytes()).isZero();
      run.rnn.forward();
      assertAgreement(RAGGED, run.results(), List.of("y", "hT", "cT"));
      assertThatThrownBy(run.rnn::backwardData)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "backward passes must follow a forward pass for training, training=false;"
                  + " make the layer for training");
    }
  }

  @Test
  void gradientsOfWeightsAreAdded() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, SMALL, STANDARD, true);
      for (int round = 0; round < 2; round++) {
        run.rnn.forward();
        run.rnn.backwardData();
        run.rnn.backwardWeights();
      }
      double[] once = ReferenceRun.of(SMALL, SMALL.given()).get("dWeights");
      double[] twice = run.results().get("dWeights");
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isCloseTo(2 * once[i], within(4e-5));
      }
    }
  }

  @Test
  void lengthsCanChangeFromStepToStep() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRun run = new CudnnRun(rig, dnn, RAGGED, STANDARD, true);
      run.rnn.lengths(new int[] {1, 1, 1, 1});
      run.rnn.forward();
      assertThat(run.results().get("y")[RAGGED.sequences() * 8]).isZero();
      run.rnn.lengths(RAGGED.lengthArray());
      run.rnn.forward();
      assertAgreement(RAGGED, run.results(), List.of("y", "hT", "cT"));
    }
  }

  @Test
  void theLayoutOfTheWeightsIsAskedFor() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRnn rnn = new CudnnRun(rig, dnn, RAGGED, STANDARD, true).rnn;
      assertThat(rnn.matrix(1, 3).rows()).isEqualTo(4);
      assertThat(rnn.matrix(1, 3).columns()).isEqualTo(3);
      assertThat(rnn.matrix(0, 7).columns()).isEqualTo(4);
      assertThat(rnn.bias(0, 0).rows()).isEqualTo(4);
      assertThat(rnn.bias(0, 0).columns()).isEqualTo(1);
      assertThat(rnn.bias(0, 4).rows()).isEqualTo(4);
      assertThatThrownBy(() -> rnn.matrix(2, 8))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "pseudo-layer must be below 2 and linear layer below 8,"
                  + " pseudoLayer=2, linearLayer=8");
    }
  }

  @Test
  void lengthsAreOneToT() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      CudnnRnn rnn = new CudnnRun(rig, dnn, SMALL, STANDARD, true).rnn;
      assertThatThrownBy(() -> rnn.lengths(new int[] {5, 0}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cuDNN's lengths must be in 1 to 5, sequence=1, length=0;"
                  + " let an empty sequence run one step and mask it");
      assertThatThrownBy(() -> rnn.lengths(new int[] {5}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there must be one length per sequence, lengths=1, sequences=2");
    }
  }

  @Test
  void sizesArePositive() {
    assertThatThrownBy(
            () ->
                new CudnnRnnShape(
                    LSTM, false, false, 3, 0, 5, 2, F32, MathMode.IEEE, STANDARD, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every size of a recurrent layer must be positive, hiddenSize=0");
  }

  @Test
  void aClosedLayerOrHandleIsAnError() {
    try (Rig rig = new Rig()) {
      Cudnn dnn = Cudnn.create(rig.stream);
      CudnnRnn rnn = new CudnnRun(rig, dnn, SMALL, STANDARD, true).rnn;
      dnn.close();
      assertThatThrownBy(rnn::forward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cuDNN handle must be open, state=closed; use it before close()");
      rnn.close();
      rnn.close();
      assertThatThrownBy(rnn::forward)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "lstm T=5 N=2 I=3 H=4 f32 standard ieee training must be open, state=closed;"
                  + " use it before close()");
    }
  }
}
