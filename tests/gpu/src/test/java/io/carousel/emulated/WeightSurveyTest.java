package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import io.carousel.bindings.cuda.WeightPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where cuDNN keeps weights, and that parts neither overlap nor leave the weight space. */
@Survey
class WeightSurveyTest {
  private static final int WIDTH = 5;
  private static final int HIDDEN = 8;

  @ParameterizedTest
  @CsvSource({
    "LSTM,false,false",
    "LSTM,true,true",
    "GRU,true,true",
    "GRU,false,false",
    "RNN_TANH,false,true",
    "RNN_RELU,true,false"
  })
  void whereTheWeightsAre(RnnCell cell, boolean bidirectional, boolean doubleBias) {
    CudnnRnnShape shape =
        new CudnnRnnShape(
            cell,
            bidirectional,
            doubleBias,
            WIDTH,
            HIDDEN,
            4,
            2,
            CudaType.F32,
            MathMode.IEEE,
            RnnAlgorithm.STANDARD,
            true);
    try (Rig rig = new Rig();
        Cudnn dnn = Cudnn.create(rig.stream);
        CudnnRnn rnn = CudnnRnn.create(dnn, shape)) {
      Findings.say(
          "%s: weights %d bytes, work %d, reserve %d",
          shape, rnn.weightBytes(), rnn.workBytes(), rnn.reserveBytes());
      List<WeightPart> parts = parts(rnn, shape);
      Findings.say("offset rows columns: %s", text(parts));
      assertThat(parts)
          .hasSize(shape.directions() * cell.gates() * (doubleBias ? 4 : 3))
          .allSatisfy(part -> assertThat(part.rows()).isEqualTo(HIDDEN));
      assertApart(parts, rnn.weightBytes());
    }
  }

  /** Every part there is; a bias of the state only where there are two. */
  private static List<WeightPart> parts(CudnnRnn rnn, CudnnRnnShape shape) {
    int gates = shape.cell().gates();
    List<WeightPart> parts = new ArrayList<>();
    for (int direction = 0; direction < shape.directions(); direction++) {
      for (int linear = 0; linear < 2 * gates; linear++) {
        WeightPart matrix = rnn.matrix(direction, linear);
        assertThat(matrix.columns()).isEqualTo(linear < gates ? WIDTH : HIDDEN);
        parts.add(matrix);
        WeightPart bias = rnn.bias(direction, linear);
        if (linear >= gates && !shape.doubleBias()) {
          assertThat(bias).as("a bias that is not asked for").isNull();
        } else {
          assertThat(bias.columns()).isOne();
          parts.add(bias);
        }
      }
    }
    return parts;
  }

  private static void assertApart(List<WeightPart> parts, long bytes) {
    List<WeightPart> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingLong(WeightPart::offsetBytes));
    long end = 0;
    for (WeightPart part : sorted) {
      assertThat(part.offsetBytes()).isGreaterThanOrEqualTo(end);
      end = part.offsetBytes() + (long) part.rows() * part.columns() * Float.BYTES;
    }
    assertThat(end).isLessThanOrEqualTo(bytes);
  }

  private static String text(List<WeightPart> parts) {
    StringBuilder text = new StringBuilder();
    for (WeightPart part : parts) {
      text.append(part.offsetBytes()).append(' ').append(part.rows()).append(' ');
      text.append(part.columns()).append("; ");
    }
    return text.toString();
  }
}
