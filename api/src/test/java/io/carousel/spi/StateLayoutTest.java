package io.carousel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentOption;
import org.junit.jupiter.api.Test;

class StateLayoutTest {
  /** h and c of an LSTM, then h of a GRU that reads both ways: [direction][sequence][unit]. */
  @Test
  void rowsStandByBlockDirectionAndSequence() {
    StateLayout layout =
        StateLayout.of(
            NetworkSpec.input(1).lstm(2).gru(3, RecurrentOption.bidirectional()).dense(1), 4);
    assertThat(layout.blocks())
        .containsExactly(
            new StateLayout.Block(0, 1, 2),
            new StateLayout.Block(8, 1, 2),
            new StateLayout.Block(16, 2, 3));
    assertThat(layout.size()).isEqualTo(16 + 2 * 4 * 3);
    assertThat(layout.row(layout.blocks().get(1), 0, 3)).isEqualTo(8 + 3 * 2);
    assertThat(layout.row(layout.blocks().get(2), 1, 2)).isEqualTo(16 + (4 + 2) * 3);
  }
}
