package io.carousel.reference;

import static io.carousel.model.RecurrentOption.backward;
import static io.carousel.model.RecurrentOption.bidirectional;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sequence in a ragged batch gives the same bits as alone, and nothing hears the padding. */
class RaggedTest {
  private static final int[] LENGTHS = {4, 0, 6, 1, 0, 3};

  static Stream<NetworkSpec> layers() {
    List<NetworkSpec> layers = new ArrayList<>();
    RecurrentOption forward = spec -> spec;
    for (Cell cell : Cell.values()) {
      for (RecurrentOption way : List.of(forward, backward(), bidirectional())) {
        layers.add(NetworkSpec.input(3).recurrent(cell, 5, way));
      }
    }
    layers.add(NetworkSpec.input(3).dense(2, Activation.TANH));
    layers.add(NetworkSpec.input(3).meanOverTime());
    layers.add(NetworkSpec.tokens(4).embedding(2));
    return layers.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void eachSequenceGivesTheBitsItGivesAlone(NetworkSpec network) {
    try (OneLayer batch = new OneLayer(network, 0, 6, LENGTHS)) {
      Map<String, double[]> together = batch.run();
      Map<String, double[]> sums = new LinkedHashMap<>();
      for (int n = 0; n < LENGTHS.length; n++) {
        try (OneLayer alone = batch.alone(n)) {
          Map<String, double[]> single = alone.run();
          compareRows(batch, n, together, single);
          single.forEach((name, g) -> sums.merge(name, g, RaggedTest::sum));
        }
      }
      for (String tensor : sums.keySet()) {
        if (tensor.startsWith("d0.")) {
          assertThat(together.get(tensor)).as(tensor).containsExactly(sums.get(tensor));
        }
      }
    }
  }

  private static void compareRows(
      OneLayer batch, int n, Map<String, double[]> together, Map<String, double[]> single) {
    for (String name : List.of("y", "hT", "cT", "dx", "dh0", "dc0")) {
      if (together.containsKey(name)) {
        double[] alone = single.get(name);
        double[] rows = Arrays.copyOf(batch.rowsOf(name, together.get(name), n), alone.length);
        assertThat(rows).as(name + " of sequence " + n).containsExactly(alone);
      }
    }
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int k = 0; k < sum.length && k < b.length; k++) {
      sum[k] += b[k];
    }
    return sum;
  }

  @Test
  void anEmptySequenceHandsItsStatesAndTheirGradientsThrough() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(3).lstm(2, bidirectional()), 0, 2, 0)) {
      Map<String, double[]> results = layer.run();
      assertThat(results.get("hT")).containsExactly(layer.given.get("h0"));
      assertThat(results.get("cT")).containsExactly(layer.given.get("c0"));
      assertThat(results.get("dh0")).containsExactly(layer.given.get("dhT"));
      assertThat(results.get("dc0")).containsExactly(layer.given.get("dcT"));
    }
  }

  @Test
  void whatARecurrentLayerShowsIsZeroPastTheLength() {
    try (OneLayer layer = new OneLayer(NetworkSpec.input(1).lstm(1), 0, 3, 2)) {
      layer.run();
      for (String name : List.of("i", "f", "g", "o", "c", "h", "dh", "dc")) {
        double[] steps = layer.internal(name);
        assertThat(steps).as(name).hasSize(3);
        assertThat(steps[1]).as(name).isNotZero();
        assertThat(steps[2]).as(name).isZero();
      }
    }
  }
}
