package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import org.junit.jupiter.api.Test;

/** How many time steps cuDNN takes. */
@Survey
class LongSurveyTest {
  private static CudnnRnnShape shape(int steps) {
    return new CudnnRnnShape(
        RnnCell.LSTM,
        false,
        true,
        4,
        4,
        steps,
        1,
        CudaType.F32,
        MathMode.IEEE,
        RnnAlgorithm.STANDARD,
        false);
  }

  @Test
  void theLongestSequence() {
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream)) {
      try (CudnnRnn longest = CudnnRnn.create(dnn, shape(65_535))) {
        assertThat(longest.workBytes()).isPositive();
      }
      assertThatThrownBy(() -> CudnnRnn.create(dnn, shape(65_536)))
          .isInstanceOf(NativeCallException.class)
          .hasMessageStartingWith(
              "cudnnSetRNNDataDescriptor returned CUDNN_STATUS_NOT_SUPPORTED (3000) for lstm"
                  + " T=65536 N=1 I=4 H=4 f32 standard ieee inference");
      Findings.say("time steps: 65535 are taken, 65536 are not");
    }
  }
}
