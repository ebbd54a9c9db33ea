package io.carousel.parity;

import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import io.carousel.train.EpochResult;
import io.carousel.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A short training run in a precision with rounded factors: the loss of each epoch, how far each
 * weight has moved, and that no update was skipped. A tolerance that grows with the updates would
 * soon allow everything here. But a move is a sum of updates, each as wrong, relative to itself, as
 * a gradient, so it is compared with a gradient's tolerance. That needs a rule that is linear in
 * the gradient: Adam and RMSProp divide each element by its own size, and what is rounding in a
 * small one becomes a whole step.
 *
 * @param course the training run
 */
public record MoveCase(TrajectoryCase course) implements ParityCase {
  static final int EPOCHS = 3;

  @Override
  public String name() {
    return "move " + course.label();
  }

  @Override
  public NetworkSpec network() {
    return course.network();
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    TrajectoryCase.Run expected = run(pair.reference(), Precision.STRICT);
    TrajectoryCase.Run actual = run(pair.candidate(), pair.precision());
    Tolerance tolerance = Accumulation.gradient(network(), course.shape(pair.precision()));
    List<Comparison> list = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      EpochResult one = expected.epochs().get(epoch);
      EpochResult other = actual.epochs().get(epoch);
      list.add(compare("loss " + epoch, one.trainingLoss(), other.trainingLoss(), tolerance));
      String skipped = "skipped updates " + epoch;
      list.add(compare(skipped, 0, (double) other.skippedUpdates(), Tolerance.EXACT));
    }
    compareMoves(expected.model(), actual.model(), tolerance, list);
    return list;
  }

  private TrajectoryCase.Run run(Backend backend, Precision precision) {
    try (Trainer trainer = course.trainer(backend, precision)) {
      return course.run(trainer, EPOCHS);
    }
  }

  private Comparison compare(String what, double expected, double actual, Tolerance tolerance) {
    return Comparison.of(name(), Tensor.scalar(what, expected), new double[] {actual}, tolerance);
  }

  private void compareMoves(
      Model expected, Model actual, Tolerance tolerance, List<Comparison> list) {
    Model start = Model.fresh(network(), TrajectoryCase.SEED);
    for (ParameterLayout.Tensor t : start.layout().tensors()) {
      double[] moved = difference(expected.weights(t), start.weights(t));
      Tensor tensor = new Tensor("moved/" + t.name(), t.shape(), moved);
      double[] other = difference(actual.weights(t), start.weights(t));
      list.add(Comparison.of(name(), tensor, other, tolerance));
    }
  }

  static double[] difference(float[] values, float[] from) {
    double[] moved = new double[values.length];
    Arrays.setAll(moved, i -> (double) values[i] - from[i]);
    return moved;
  }
}
