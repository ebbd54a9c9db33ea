package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.carousel.Backends;
import io.carousel.spi.Backend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference, and every other backend on the class path, against values that libtorch computed
 * ({@code tests/peers/golden} made the files): a mistake that all backends share is found here.
 */
class GoldenTest {
  @TestFactory
  Stream<DynamicNode> everyBackendAgreesWithLibtorch() {
    List<DynamicNode> nodes = new ArrayList<>();
    nodes.add(files(ParitySuite.REFERENCE));
    String required = System.getProperty(BackendGate.PROPERTY);
    BackendGate.decide(Backends.found(), required).forEach(d -> nodes.add(node(d)));
    return nodes.stream();
  }

  private static DynamicNode node(BackendGate.Decision decision) {
    if (decision instanceof BackendGate.Skip skip) {
      return DynamicTest.dynamicTest(skip.backend(), () -> abort(skip.message()));
    } else if (decision instanceof BackendGate.Miss miss) {
      return DynamicTest.dynamicTest(miss.backend(), () -> fail(miss.message()));
    }
    return files(decision.backend());
  }

  private static DynamicNode files(String backend) {
    return DynamicContainer.dynamicContainer(
        backend,
        GoldenFile.names().stream()
            .map(name -> DynamicTest.dynamicTest(name, () -> check(backend, name))));
  }

  private static void check(String backendName, String name) {
    GoldenFile file = GoldenFile.read(name);
    try (Backend backend = Backends.named(backendName)) {
      List<Comparison> comparisons = compare(file, GoldenRun.of(backend, file));
      assertThat(comparisons).hasSizeGreaterThan(6);
      assertThat(comparisons).allMatch(Comparison::agrees);
    }
  }

  private static List<Comparison> compare(GoldenFile file, Map<String, double[]> actual) {
    return file.results().stream()
        .map(t -> Comparison.of(file.name(), t, actual.get(t.name()), file.tolerance(t.name())))
        .toList();
  }

  @Test
  void twoSwappedGatesAreFound() {
    GoldenFile file = GoldenFile.read("lstm-plain.safetensors");
    double[] w = file.values("0.lstm.0.forward.W");
    int gate = w.length / 4;
    for (int i = 0; i < gate; i++) {
      double kept = w[i];
      w[i] = w[gate + i];
      w[gate + i] = kept;
    }
    assertDisagreement(file, file);
  }

  @Test
  void aGradientOnePercentOffIsFound() {
    GoldenFile file = GoldenFile.read("gru-ragged.safetensors");
    double[] expected = file.values("d/0.gru.0.forward.rb");
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 1.01;
    }
    assertDisagreement(file, file);
  }

  @Test
  void anIgnoredLengthIsFound() {
    GoldenFile file = GoldenFile.read("rnn-ragged.safetensors");
    List<Integer> longer = new ArrayList<>(file.lengths());
    longer.set(2, longer.get(2) + 1);
    GoldenFile other =
        new GoldenFile(
            file.name(), file.network(), file.steps(), longer, new HashMap<>(file.tensors()));
    assertDisagreement(file, other);
  }

  /** The reference, given one file, does not compute what the other says. */
  private static void assertDisagreement(GoldenFile expected, GoldenFile given) {
    try (Backend reference = Backends.named(ParitySuite.REFERENCE)) {
      List<Comparison> comparisons = compare(expected, GoldenRun.of(reference, given));
      assertThat(comparisons).anyMatch(comparison -> !comparison.agrees());
    }
  }
}
