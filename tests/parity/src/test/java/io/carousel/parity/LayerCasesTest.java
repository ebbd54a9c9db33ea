package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.model.Cell;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerCasesTest {
  private static final List<LayerCase> RECURRENT = LayerCases.recurrent();

  private static Set<Pairwise.Two> pairs(List<LayerCase> cases) {
    Set<Pairwise.Two> pairs = new HashSet<>();
    cases.forEach(one -> pairs.addAll(Pairwise.twos(LayerCases.settings(one))));
    return pairs;
  }

  @Test
  void everyPairOfSettingsOccursForEachCell() {
    List<LayerCase> product = LayerCases.product();
    for (Cell cell : Cell.values()) {
      assertThat(pairs(of(cell, RECURRENT))).isEqualTo(pairs(of(cell, product)));
    }
  }

  private static List<LayerCase> of(Cell cell, List<LayerCase> cases) {
    return cases.stream().filter(one -> LayerCases.settings(one).get(0) == cell).toList();
  }

  @Test
  void everyCellOccursWithEveryDirectionShapeAndPattern() {
    Set<Object> values = new HashSet<>();
    RECURRENT.forEach(one -> values.addAll(LayerCases.settings(one)));
    assertThat(values).hasSize(4 + 3 + 7 + 2 + Set.of(1, 3, 5, 7, 13, 32, 33, 64, 127).size());
  }

  @Test
  void theLargeOnesAreFew() {
    long total = RECURRENT.stream().mapToLong(LayerCases::cost).sum();
    assertThat(RECURRENT.size()).isBetween(150, 250);
    assertThat(total).isLessThan(2_000_000_000L);
  }

  @Test
  void largeStepsHaveAMegaflopAndEveryDirectionOfEveryCellWithAKinklessActivation() {
    List<LayerCase> large = LayerCases.large();
    assertThat(large).hasSize(3 * 3 * 2);
    assertThat(large)
        .allSatisfy(
            one -> {
              int directions = one.layer().outputWidth() / hidden(one);
              long perStep = LayerCases.cost(one) / one.steps() / directions;
              assertThat(2 * perStep).isBetween(1_000_000L, 1_200_000L);
            });
  }

  private static int hidden(LayerCase one) {
    return (int) LayerCases.settings(one).get(5);
  }

  @Test
  void namesOfCasesDiffer() {
    assertThat(ParitySuite.cases(Precision.STRICT))
        .extracting(ParityCase::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void recurrentWeightsHaveTrainedSize() {
    double[] weights = Numbers.weights(NetworkSpec.input(3).lstm(64));
    double squares = 0;
    int from = 256 * 3;
    for (int i = from; i < from + 64 * 64; i++) {
      squares += weights[i] * weights[i];
    }
    assertThat(Math.sqrt(squares)).isGreaterThan(4);
  }
}
