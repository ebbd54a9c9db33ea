package io.carousel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.internal.Require;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes whose products leave 32 bits are refused where they are first said. */
class LargestSizesTest {
  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"LSTM, 23170", "GRU, 26754", "RNN_TANH, 46340"})
  void aRecurrentMatrixFitsOneArray(Cell cell, int largest) {
    NetworkSpec network = NetworkSpec.input(1).then(RecurrentSpec.of(cell, largest));
    assertThat(ParameterLayout.of(network).size()).isGreaterThan(2_147_000_000L);
    for (int hidden : new int[] {largest + 1, 1 << 30, Integer.MAX_VALUE}) {
      assertRefused(
          () -> RecurrentSpec.of(cell, hidden),
          "hiddenSize must be at most "
              + largest
              + " for "
              + cell.label()
              + ", hiddenSize="
              + hidden
              + "; use several layers with fewer units");
    }
  }

  @Test
  void aStackHasNoMoreLayersThanAnyoneTrains() {
    assertThat(RecurrentSpec.of(Cell.LSTM, 1, RecurrentOption.layers(1000)).layers())
        .isEqualTo(1000);
    assertRefused(
        () -> RecurrentSpec.of(Cell.LSTM, 1, RecurrentOption.layers(1001)),
        "layers must be at most 1000, layers=1001; deep stacks learn worse than wide ones, so raise"
            + " hiddenSize instead");
  }

  @Test
  void theRowsOfAllGatesAreCountedInLongs() {
    assertThat(RecurrentLayout.rows(Cell.LSTM, 23_170)).isEqualTo(92_680);
    assertRefused(
        () -> RecurrentLayout.rows(Cell.LSTM, 1 << 30),
        "the rows of the gates must fit one Java array of 2147483639 elements,"
            + " elements=4294967296");
    assertRefused(
        () -> RecurrentLayout.gateRow(Cell.LSTM, "o", 1 << 30),
        "the rows of the gates must fit one Java array of 2147483639 elements,"
            + " elements=3221225472");
  }

  @Test
  void aTensorFitsOneArray() {
    NetworkSpec largest = NetworkSpec.input(65_536).dense(32_767);
    assertThat(ParameterLayout.of(largest).size()).isEqualTo(65_537L * 32_767);
    NetworkSpec network = NetworkSpec.input(65_536).dense(32_768);
    assertRefused(
        () -> ParameterLayout.of(network),
        "a tensor must have at most 2147483639 weights, tensor=0.dense.W, rows=32768,"
            + " columns=65536; use narrower layers");
    int most = Require.MAX_ARRAY;
    assertThat(new ParameterLayout.Tensor(0, "W", 0, 0, most, 1, false).size()).isEqualTo(most);
  }

  @Test
  void allTensorsTogetherFitOneArray() {
    NetworkSpec network = NetworkSpec.input(65_536).dense(32_767).dense(1000);
    assertRefused(
        () -> InitialWeights.of(network, 1),
        "the parameters must fit one Java array of 2147483639 elements, elements=2180218879");
  }
}
