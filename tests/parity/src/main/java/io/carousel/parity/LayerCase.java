package io.carousel.parity;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
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

  PlanShape shape(Precision precision) {
    return new PlanShape(steps, sequences, pattern.ragged(), stateful, precision);
  }

  List<Integer> lengths() {
    return pattern.of(steps, sequences);
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    List<Comparison> list = new ArrayList<>();
    compare(pair, Mode.TRAINING, "", list);
    compare(pair, Mode.INFERENCE, " (inference)", list);
    return list;
  }

  private void compare(Pair pair, Mode mode, String suffix, List<Comparison> list) {
    Map<String, Tensor> expected = LayerRun.of(pair.reference(), Precision.STRICT, this, mode);
    Map<String, Tensor> actual = LayerRun.of(pair.candidate(), pair.precision(), this, mode);
    Scale scale = new Scale(expected);
    expected.forEach(
        (name, tensor) -> {
          if (!Kinks.excuse(layer(), name, pair.precision())) {
            Tensor named = new Tensor(name + suffix, tensor.axes(), tensor.values());
            list.add(compare(named, actual.get(name), scale, pair.precision()));
          }
        });
  }

  private Comparison compare(Tensor expected, Tensor actual, Scale scale, Precision precision) {
    double[] values = actual == null ? null : actual.values();
    Tolerance tolerance = tolerance(expected.name(), precision);
    return Comparison.of(name(), expected, values, tolerance, scale.least(expected));
  }

  private Tolerance tolerance(String tensor, Precision precision) {
    if (tensor.contains("padding")) {
      return Tolerance.EXACT;
    } else if (tensor.startsWith("d/")) {
      return Accumulation.weightGradient(layer(), shape(precision));
    } else if (tensor.startsWith("d")) {
      return Accumulation.backward(layer(), steps, precision);
    }
    return Accumulation.forward(layer(), steps, precision);
  }
}
