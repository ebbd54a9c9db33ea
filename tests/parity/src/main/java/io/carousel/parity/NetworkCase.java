package io.carousel.parity;

import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.plan.Program;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network with its loss: two runs that accumulate, on two slots and with other lengths, then one
 * plain update, and a run with other weights; and an evaluation without dropout.
 *
 * @param label what is special about it
 * @param network every layer
 * @param loss per step or per sequence, as the network's output is
 * @param steps T
 * @param sequences N
 * @param first the lengths of the first run
 * @param second the lengths of the second run
 * @param stateful whether the second run goes on from the states of the first
 */
public record NetworkCase(
    String label,
    NetworkSpec network,
    Loss loss,
    int steps,
    int sequences,
    Lengths first,
    Lengths second,
    boolean stateful)
    implements ParityCase {

  @Override
  public String name() {
    return "network " + label + ", " + loss.label() + ", T=" + steps + " N=" + sequences;
  }

  PlanShape shape(Precision precision) {
    boolean ragged = first.ragged() || second.ragged();
    return new PlanShape(steps, sequences, ragged, stateful, precision);
  }

  Program program() {
    return new Program(network, loss, UpdateChain.of(UpdateRule.sgd(NetworkRun.RATE)));
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    Map<String, Tensor> expected = NetworkRun.of(pair.reference(), Precision.STRICT, this);
    Map<String, Tensor> actual = NetworkRun.of(pair.candidate(), pair.precision(), this);
    return compare(expected, actual, pair.precision());
  }

  /** Compares what two runs of this case left. */
  List<Comparison> compare(
      Map<String, Tensor> expected, Map<String, Tensor> actual, Precision precision) {
    List<Comparison> list = new ArrayList<>();
    Scale scale = new Scale(expected);
    expected.forEach(
        (name, tensor) -> {
          double[] values = actual.containsKey(name) ? actual.get(name).values() : null;
          double least = scale.least(tensor);
          list.add(Comparison.of(name(), tensor, values, tolerance(name, precision), least));
        });
    return list;
  }

  /** Counts are whole numbers; what a loss says of an output is as near as the output. */
  private Tolerance tolerance(String tensor, Precision precision) {
    if (tensor.startsWith("count")) {
      return Tolerance.EXACT;
    }
    boolean gradient = tensor.startsWith("d/") || tensor.startsWith("updated/");
    int runs = stateful ? 2 : 1;
    Tolerance once =
        gradient || tensor.equals("gradient norm")
            ? Accumulation.gradient(network, shape(precision))
            : Accumulation.forward(network, steps, precision);
    return once.times(runs);
  }
}
