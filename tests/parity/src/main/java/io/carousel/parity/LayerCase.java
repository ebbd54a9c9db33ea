package io.carousel.parity;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer forward and backward: its outputs, its states, and all its gradients; and its outputs
 * again as inference computes them.
 *
 * @param network of this one layer
 * @param steps T
 * @param sequences N
 * @param stateful whether h0 and c0 come from a session, else they are zero
 */
public record LayerCase(
    NetworkSpec network, int steps, int sequences, Lengths pattern, boolean stateful)
    implements ParityCase {

  @Override
  public String name() {
    return "layer "
        + layer().spec().describe()
        + ", T="
        + steps
        + " N="
        + sequences
        + " I="
        + layer().inputWidth()
        + " "
        + pattern.label()
        + (stateful ? ", stateful" : "");
  }

  LayerInstance layer() {
    return network.instances().get(0);
  }

  PlanShape shape() {
    return new PlanShape(steps, sequences, pattern.ragged(), stateful, Precision.STRICT);
  }

  List<Integer> lengths() {
    return pattern.of(steps, sequences);
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    Map<String, Tensor> expected = LayerRun.of(pair.reference(), this, Mode.TRAINING);
    List<Comparison> list = new ArrayList<>();
    Map<String, Tensor> trained = LayerRun.of(pair.candidate(), this, Mode.TRAINING);
    expected.forEach((name, tensor) -> list.add(compare(tensor, trained.get(name))));
    compareInference(pair, list);
    return list;
  }

  private void compareInference(Pair pair, List<Comparison> list) {
    Map<String, Tensor> expected = LayerRun.of(pair.reference(), this, Mode.INFERENCE);
    Map<String, Tensor> actual = LayerRun.of(pair.candidate(), this, Mode.INFERENCE);
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    expected.forEach(
        (name, t) -> renamed.put(name, new Tensor(name + " (inference)", t.axes(), t.values())));
    renamed.forEach((name, tensor) -> list.add(compare(tensor, actual.get(name))));
  }

  private Comparison compare(Tensor expected, Tensor actual) {
    double[] values = actual == null ? null : actual.values();
    return Comparison.of(name(), expected, values, tolerance(expected.name()));
  }

  private Tolerance tolerance(String tensor) {
    if (tensor.contains("padding")) {
      return Tolerance.EXACT;
    } else if (tensor.startsWith("d/")) {
      return Accumulation.weightGradient(layer(), shape());
    } else if (tensor.startsWith("d")) {
      return Accumulation.backward(layer(), steps);
    }
    return Accumulation.forward(layer(), steps);
  }
}
