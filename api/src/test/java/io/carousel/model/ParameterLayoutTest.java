package io.carousel.model;

import static io.carousel.model.RecurrentOption.bidirectional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private static List<String> lines(NetworkSpec network) {
    return ParameterLayout.of(network).tensors().stream()
        .map(t -> t.number() + " " + t.name() + " " + t.shape() + " at " + t.offset())
        .toList();
  }

  @Test
  void tensorsStandInTheOrderOfLayersThenDirections() {
    assertThat(lines(NetworkSpec.tokens(5).embedding(2).lstm(3, bidirectional()).dense(4)))
        .containsExactly(
            "0 0.embedding.W [5, 2] at 0",
            "1 1.lstm.0.forward.W [12, 2] at 10",
            "2 1.lstm.0.forward.R [12, 3] at 34",
            "3 1.lstm.0.forward.b [12] at 70",
            "4 1.lstm.0.backward.W [12, 2] at 82",
            "5 1.lstm.0.backward.R [12, 3] at 106",
            "6 1.lstm.0.backward.b [12] at 142",
            "7 2.dense.W [4, 6] at 154",
            "8 2.dense.b [4] at 178");
  }

  @Test
  void aGruHasOneMoreBias() {
    assertThat(lines(NetworkSpec.input(2).gru(3)))
        .containsExactly(
            "0 0.gru.0.forward.W [9, 2] at 0",
            "1 0.gru.0.forward.R [9, 3] at 18",
            "2 0.gru.0.forward.b [9] at 45",
            "3 0.gru.0.forward.rb [3] at 54");
  }

  @Test
  void aLayoutKnowsItsSizes() {
    ParameterLayout layout = ParameterLayout.of(NetworkSpec.input(2).gru(3).finalState().dense(4));
    assertThat(layout.size()).isEqualTo(57 + 16);
    assertThat(layout.parametersOfLayer(0)).isEqualTo(57);
    assertThat(layout.parametersOfLayer(1)).isZero();
    assertThat(layout.parametersOfLayer(2)).isEqualTo(16);
  }

  @Test
  void anUnknownTensorIsRefusedWithTheKnownOnes() {
    ParameterLayout layout = ParameterLayout.of(NetworkSpec.input(2).dense(1));
    assertThatThrownBy(() -> layout.tensor("0.dense.w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor must be one of [0.dense.W, 0.dense.b], tensor=0.dense.w");
  }

  @Test
  void gatesStandInTheCellsOrder() {
    assertThat(RecurrentLayout.gateRow(Cell.LSTM, "i", 10)).isZero();
    assertThat(RecurrentLayout.gateRow(Cell.LSTM, "g", 10)).isEqualTo(20);
    assertThat(RecurrentLayout.gateRow(Cell.GRU, "z", 10)).isEqualTo(10);
    assertThatThrownBy(() -> RecurrentLayout.gateRow(Cell.GRU, "o", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gate must be one of [r, z, n], gate=o");
  }
}
