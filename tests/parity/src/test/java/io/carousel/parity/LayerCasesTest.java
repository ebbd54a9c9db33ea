package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerCasesTest {
  private static Set<Pairwise.Two> pairs(List<LayerCase> cases) {
    Set<Pairwise.Two> pairs = new HashSet<>();
    cases.forEach(one -> pairs.addAll(Pairwise.twos(LayerCases.settings(one))));
    return pairs;
  }

  @Test
  void everyPairOfSettingsOfRecurrentLayersOccurs() {
    assertThat(pairs(LayerCases.recurrent())).isEqualTo(pairs(LayerCases.product()));
  }

  @Test
  void everyCellOccursWithEveryDirectionShapeAndPattern() {
    Set<Object> values = new HashSet<>();
    LayerCases.recurrent().forEach(one -> values.addAll(LayerCases.settings(one)));
    assertThat(values).hasSize(4 + 3 + 7 + 2 + Set.of(1, 3, 5, 7, 13, 32, 33, 64, 127).size());
  }

  @Test
  void theLargeOnesAreFew() {
    long total = LayerCases.recurrent().stream().mapToLong(LayerCases::cost).sum();
    assertThat(LayerCases.recurrent().size()).isLessThan(120);
    assertThat(total).isLessThan(2_000_000_000L);
  }

  @Test
  void namesOfCasesDiffer() {
    assertThat(ParitySuite.cases()).extracting(ParityCase::name).doesNotHaveDuplicates();
  }

  @Test
  void recurrentWeightsHaveTrainedSize() {
    double[] weights = Numbers.weights(io.carousel.model.NetworkSpec.input(3).lstm(64));
    double squares = 0;
    int from = 256 * 3;
    for (int i = from; i < from + 64 * 64; i++) {
      squares += weights[i] * weights[i];
    }
    assertThat(Math.sqrt(squares)).isGreaterThan(4);
  }
}
