package io.carousel.parity;

import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingListener;
import io.carousel.train.TrainingState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A run in fp16 that goes on in the middle of an accumulation, at another loss scale than training
 * starts with. The gradient sums that it takes over are those of the checkpoint, and so is the
 * update that they lead to.
 */
public record ScaledResumeCase() implements ParityCase {
  private static final NetworkSpec NETWORK = NetworkSpec.input(5).lstm(7).finalState().dense(3);
  private static final LossScale SCALE = new LossScale(512, 4, 1);
  private static final int STEPS = 3;
  private static final Sequences DATA = Sequences.of(List.of(sequence(0), sequence(1)));

  @Override
  public String name() {
    return "resume within an accumulation";
  }

  @Override
  public NetworkSpec network() {
    return NETWORK;
  }

  /** Two batches of one sequence each, then the update. */
  private static Sequence sequence(int number) {
    float[][] steps = new float[STEPS][];
    for (int t = 0; t < STEPS; t++) {
      steps[t] = narrow(Numbers.data(5, 60 + STEPS * number + t));
    }
    return Sequence.of(steps).withTarget(narrow(Numbers.data(3, 80 + number)));
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }

  /** What a resumed run took over, and how far each weight has moved when its epoch was over. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Resumed(double[] gradients, LossScale scale, Model model) {}

  @Override
  public List<Comparison> compare(Pair pair) {
    Resumed expected = run(pair.reference());
    Resumed actual = run(pair.candidate());
    List<Comparison> list = new ArrayList<>();
    list.add(exact("gradient sums taken over", expected.gradients(), actual.gradients()));
    list.add(exact("scale, good, skipped", numbers(expected.scale()), numbers(actual.scale())));
    PlanShape shape = new PlanShape(STEPS, 1, false, false, Precision.FP16);
    Tolerance tolerance = Accumulation.gradient(NETWORK, shape);
    Model start = Model.fresh(NETWORK, TrajectoryCase.SEED);
    for (ParameterLayout.Tensor t : start.layout().tensors()) {
      double[] moved = MoveCase.difference(expected.model().weights(t), start.weights(t));
      double[] other = MoveCase.difference(actual.model().weights(t), start.weights(t));
      Tensor tensor = new Tensor("moved/" + t.name(), t.shape(), moved);
      list.add(Comparison.of(name(), tensor, other, tolerance));
    }
    return list;
  }

  private Comparison exact(String what, double[] expected, double[] actual) {
    Tensor tensor = Tensor.of(what, expected, expected.length);
    return Comparison.of(name(), tensor, actual, Tolerance.EXACT);
  }

  private static double[] numbers(LossScale scale) {
    return new double[] {scale.scale(), scale.goodUpdates(), scale.skipped()};
  }

  private static Resumed run(Backend backend) {
    Checkpoint half;
    try (Trainer trainer = trainer(backend)) {
      trainer.fit(DATA, null, StopRule.epochs(1), cancelAtOnce());
      half = spoiled(trainer.checkpoint());
    }
    try (Trainer trainer = trainer(backend)) {
      trainer.restore(half);
      double[] gradients = trainer.checkpoint().blocks().get(Block.GRADIENTS);
      trainer.fit(DATA, StopRule.epochs(1));
      LossScale scale = trainer.checkpoint().state().lossScale();
      return new Resumed(gradients, scale, trainer.model());
    }
  }

  private static Trainer trainer(Backend backend) {
    return Trainer.on(backend)
        .network(NETWORK)
        .loss(Loss.meanSquaredError())
        .update(UpdateRule.sgd(0.5))
        .batchSize(1)
        .accumulate(2)
        .seed(TrajectoryCase.SEED)
        .precision(Precision.FP16)
        .build();
  }

  private static TrainingListener cancelAtOnce() {
    return new TrainingListener() {
      @Override
      public void onStep(Trainer trainer, Step step) {
        trainer.cancel();
      }
    };
  }

  /** The same with another loss scale and with gradient sums that are the same bits everywhere. */
  private static Checkpoint spoiled(Checkpoint kept) {
    Map<Block, double[]> blocks = new EnumMap<>(kept.blocks());
    blocks.put(Block.GRADIENTS, Numbers.data(blocks.get(Block.WEIGHTS).length, 50));
    return new Checkpoint(
        kept.network(),
        kept.settings(),
        kept.backend(),
        kept.type(),
        kept.precision(),
        at(kept.state()),
        blocks,
        kept.bestWeights(),
        kept.carried());
  }

  private static TrainingState at(TrainingState s) {
    return new TrainingState(
        s.epoch(),
        s.batch(),
        s.updates(),
        s.runs(),
        s.accumulated(),
        s.learningRate(),
        s.epochSequences(),
        s.epochSteps(),
        s.seconds(),
        s.bestLoss(),
        s.bestEpoch(),
        s.sinceBest(),
        s.plateauBest(),
        s.plateauWait(),
        s.plateauFactor(),
        s.sums(),
        SCALE,
        s.history());
  }
}
