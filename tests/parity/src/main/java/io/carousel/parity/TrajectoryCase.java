package io.carousel.parity;

import io.carousel.data.Dataset;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.Schedule;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.train.EpochResult;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ten epochs by the trainer: the loss of each, and the weights at the end. The tolerance grows with
 * the updates.
 *
 * @param label what is special about it
 * @param network what is trained
 * @param loss what is minimized
 * @param data the examples
 * @param batchSize N
 * @param rules the update chain
 */
public record TrajectoryCase(
    String label,
    NetworkSpec network,
    Loss loss,
    Dataset data,
    int batchSize,
    List<UpdateRule> rules)
    implements ParityCase {
  static final int EPOCHS = 10;
  static final long SEED = 7;
  private static final int WARM_UP = 3;

  @Override
  public String name() {
    return "trajectory " + label;
  }

  /** A trainer with this case's settings on a backend in strict precision. */
  Trainer trainer(Backend backend) {
    return trainer(backend, Precision.STRICT);
  }

  /** A trainer with this case's settings on a backend. */
  Trainer trainer(Backend backend, Precision precision) {
    return Trainer.on(backend)
        .network(network)
        .loss(loss)
        .update(rules.toArray(new UpdateRule[0]))
        .schedule(Schedule.warmUp(WARM_UP, Schedule.cosine(2 * EPOCHS)))
        .batchSize(batchSize)
        .seed(SEED)
        .precision(precision)
        .build();
  }

  /** What a training run leaves behind. */
  record Run(List<EpochResult> epochs, Model model) {}

  @Override
  public List<Comparison> compare(Pair pair) {
    return compare(run(pair.reference()), run(pair.candidate()));
  }

  Run run(Backend backend) {
    try (Trainer trainer = trainer(backend)) {
      return run(trainer, EPOCHS);
    }
  }

  Run run(Trainer trainer, int epochs) {
    List<EpochResult> history = trainer.fit(data, StopRule.epochs(epochs)).history();
    return new Run(history, trainer.model());
  }

  List<Comparison> compare(Run expected, Run actual) {
    List<Comparison> list = new ArrayList<>();
    for (int epoch = 0; epoch < expected.epochs().size(); epoch++) {
      Tensor loss = Tensor.scalar("loss " + epoch, expected.epochs().get(epoch).trainingLoss());
      double[] other = {actual.epochs().get(epoch).trainingLoss()};
      list.add(Comparison.of(name(), loss, other, after(epoch + 1)));
    }
    compareWeights(name(), expected.model(), actual.model(), after(EPOCHS), list);
    return list;
  }

  /** Each update starts from weights that differ already, and adds its own gradient's error. */
  private Tolerance after(int epochs) {
    int updates = epochs * ((data.size() + batchSize - 1) / batchSize);
    return Accumulation.gradient(network, shape(Precision.STRICT)).times(updates);
  }

  /** The largest shape of the run's plans. */
  PlanShape shape(Precision precision) {
    return new PlanShape(data.longest(), batchSize, true, false, precision);
  }

  static void compareWeights(
      String name, Model expected, Model actual, Tolerance tolerance, List<Comparison> list) {
    expected
        .layout()
        .tensors()
        .forEach(
            t -> {
              double[] values = wide(expected.weights(t));
              Tensor tensor = new Tensor("weights/" + t.name(), t.shape(), values);
              list.add(Comparison.of(name, tensor, wide(actual.weights(t)), tolerance));
            });
  }

  static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
