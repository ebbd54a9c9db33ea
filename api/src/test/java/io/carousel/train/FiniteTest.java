package io.carousel.train;

import static io.carousel.loss.Loss.binaryCrossEntropy;
import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Chunks;
import io.carousel.data.DataShape;
import io.carousel.data.Dataset;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.error.DivergedException;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Model;
import io.carousel.spi.Backend;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Precision;
import io.carousel.spi.Staging;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not finite is noticed, named, and leaves a model that is. */
class FiniteTest {
  private static final NetworkSpec NETWORK = NetworkSpec.input(1).lstm(3).finalState().dense(1);

  private final Backend backend = Backends.named("reference");

  @AfterEach
  void close() {
    backend.close();
  }

  private Trainer trainer(Loss loss, double rate) {
    return trainer(NETWORK, loss, rate);
  }

  private Trainer trainer(NetworkSpec network, Loss loss, double rate) {
    return Trainer.on(backend).network(network).loss(loss).update(sgd(rate)).batchSize(2).build();
  }

  private static Sequences targets(float... targets) {
    Sequence[] all = new Sequence[targets.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Sequence.of(new float[][] {{i}, {1}}).withTarget(targets[i]);
    }
    return Sequences.of(List.of(all));
  }

  private static void assertFinite(Model model) {
    for (float weight : model.weights()) {
      assertThat(weight).isFinite();
    }
  }

  @Test
  void binaryCrossEntropyTakesSharesOnly() {
    try (Trainer trainer = trainer(binaryCrossEntropy(), 0.1)) {
      assertThatThrownBy(() -> trainer.fit(targets(0, 1, 2), StopRule.epochs(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "binaryCrossEntropy needs targets from 0 to 1, training example=2, step=0, column=0,"
                  + " value=2.0");
      assertThatThrownBy(
              () ->
                  trainer.fit(
                      targets(0, 1, 0.5f),
                      targets(0, -0.25f),
                      StopRule.epochs(1),
                      TrainingListener.NONE))
          .hasMessage(
              "binaryCrossEntropy needs targets from 0 to 1, validation example=1, step=0,"
                  + " column=0, value=-0.25");
      assertThat(trainer.fit(targets(0, 1, 0.5f), StopRule.epochs(1)).history()).hasSize(1);
    }
  }

  @Test
  void theStepAndTheColumnOfATargetAreNamed() {
    NetworkSpec network = NetworkSpec.input(1).lstm(3).dense(2);
    Sequence steps = Sequence.of(new float[][] {{1}, {2}, {3}});
    Chunks chunks =
        Chunks.of(List.of(steps.withTargets(new float[][] {{0, 0}, {0, 1}, {0, 7}})), 2);
    try (Trainer trainer = trainer(network, binaryCrossEntropy(), 0.1)) {
      assertThatThrownBy(() -> trainer.fit(chunks, StopRule.epochs(1)))
          .hasMessage(
              "binaryCrossEntropy needs targets from 0 to 1, training example=1, step=0, column=1,"
                  + " value=7.0");
    }
  }

  /** Whoever makes a data set of his own may put anything into it. */
  @Test
  void aDataSetOfOnesOwnIsLookedAtToo() {
    Dataset good = targets(1, 2);
    Dataset bad =
        new Dataset() {
          @Override
          public int size() {
            return good.size();
          }

          @Override
          public int length(int example) {
            return good.length(example);
          }

          @Override
          public DataShape shape() {
            return good.shape();
          }

          @Override
          public void fill(Staging staging, int row, int example) {
            good.fill(staging, row, example);
            if (example == 1) {
              staging.features().put(staging.shape().sequences() + row, Float.NaN);
            }
          }
        };
    try (Trainer trainer = trainer(meanSquaredError(), 0.1)) {
      StopRule stop = StopRule.epochs(3).orPatience(1);
      assertThatThrownBy(() -> trainer.fit(good, bad, stop, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("features must be finite, validation example=1, step=1, column=0, value=NaN");
    }
  }

  @Test
  void dataWithoutATimeStepHaveNoLoss() {
    Sequences empty = Sequences.of(List.of(Sequence.of(new float[0][]).withTarget(1)));
    try (Trainer trainer = trainer(meanSquaredError(), 0.1)) {
      assertThatThrownBy(
              () -> trainer.fit(targets(1, 2), empty, StopRule.epochs(1), TrainingListener.NONE))
          .hasMessage("the validation data must have a time step, steps=0");
    }
  }

  /** Four layers that multiply by 1e38 each. */
  private static final Model LARGE =
      Model.of(
          NetworkSpec.input(1).lastPosition().dense(1).dense(1).dense(1).dense(1),
          new float[] {1e38f, 0, 1e38f, 0, 1e38f, 0, 1e38f, 0});

  private Trainer fromLarge() {
    return Trainer.on(backend)
        .network(LARGE.network())
        .loss(meanSquaredError())
        .update(sgd(0.1))
        .startFrom(LARGE)
        .build();
  }

  /** Of zeros nothing can be learned; the largest number of all is too much for four layers. */
  @Test
  void aValidationLossThatIsNotFiniteEndsTheRun() {
    Dataset zero = one(0);
    Dataset most = one(Float.MAX_VALUE);
    try (Trainer trainer = fromLarge()) {
      StopRule stop = StopRule.epochs(9).orPatience(3);
      assertThatThrownBy(() -> trainer.fit(zero, most, stop, TrainingListener.NONE))
          .isInstanceOf(DivergedException.class)
          .hasMessage(
              "the validation loss must stay finite, update=0, loss=Infinity, gradientNorm=0.0;"
                  + " lower the learning rate or clip by a smaller global norm (the model has the"
                  + " weights after epoch 0)");
      assertThat(trainer.model().weights()).isEqualTo(LARGE.weights());
    }
  }

  /** The largest number is too much for the first update already. */
  @Test
  void aLossThatIsNotFiniteAtOnceLeavesTheStart() {
    try (Trainer trainer = fromLarge()) {
      assertThatThrownBy(() -> trainer.fit(one(Float.MAX_VALUE), StopRule.epochs(1)))
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("the loss must stay finite, update=0, loss=Infinity,")
          .hasMessageEndingWith(" (the weights are those before this update)");
      assertThat(trainer.model().weights()).isEqualTo(LARGE.weights());
    }
  }

  private static Dataset one(float x) {
    return Sequences.of(List.of(Sequence.of(new float[][] {{x}}).withTarget(0)));
  }

  /** A finite gradient carries the weights out of float32's range in the only update. */
  @Test
  void weightsThatAreNotFiniteEndTheEpochAndTheModelHasThoseBefore() {
    try (Trainer trainer = trainer(meanSquaredError(), 1e300)) {
      float[] start = trainer.model().weights();
      assertThatThrownBy(() -> trainer.fit(targets(100, 100), StopRule.epochs(5)))
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("the weights must stay finite, update=0, loss=")
          .hasMessageEndingWith(
              "; lower the learning rate or clip by a smaller global norm (the model has the"
                  + " weights of the start)");
      assertThat(trainer.model().weights()).isEqualTo(start);
      assertThatThrownBy(trainer::checkpoint)
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith("the weights must stay finite, update=0, loss=");
    }
  }

  /** In the epoch's second batch the loss is not finite either, which is noticed first. */
  @Test
  void theModelOfADivergedRunIsThatOfTheLastGoodEpoch() {
    float[][] after = new float[1][];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Trainer at, EpochResult result) {
            after[0] = at.model().weights();
          }
        };
    NetworkSpec network = NetworkSpec.input(1).dense(1).lastPosition();
    try (Trainer trainer =
        Trainer.on(backend)
            .network(network)
            .loss(meanSquaredError())
            .update(sgd(1e9))
            .batchSize(2)
            .build()) {
      assertThatThrownBy(
              () -> trainer.fit(targets(100, 100, 1, 1), null, StopRule.epochs(500), listener))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("(the model has the weights after epoch ");
      assertThat(trainer.model().weights()).isEqualTo(after[0]);
      assertFinite(trainer.model());
    }
  }

  @Test
  void aCheckpointWithWeightsThatAreNotFiniteIsRefused() {
    Checkpoint good;
    try (Trainer trainer = trainer(meanSquaredError(), 0.1)) {
      trainer.fit(targets(1, 2), StopRule.epochs(1));
      good = trainer.checkpoint();
    }
    try (Trainer trainer = trainer(meanSquaredError(), 0.1)) {
      float[] before = trainer.model().weights();
      for (int index : new int[] {0, 4}) {
        Checkpoint bad = withNaN(good, index);
        assertThatThrownBy(() -> trainer.restore(bad))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "the weights of a checkpoint must be finite, block=WEIGHTS, index="
                    + index
                    + ", value=NaN; resume from an earlier one, or start anew");
      }
      assertThat(trainer.model().weights()).isEqualTo(before);
    }
  }

  private static Checkpoint withNaN(Checkpoint good, int index) {
    Map<Block, double[]> blocks = new EnumMap<>(good.blocks());
    double[] weights = Arrays.copyOf(blocks.get(Block.WEIGHTS), blocks.get(Block.WEIGHTS).length);
    weights[index] = Double.NaN;
    blocks.put(Block.WEIGHTS, weights);
    return new Checkpoint(
        NETWORK,
        good.settings(),
        good.backend(),
        NumberType.F64,
        Precision.STRICT,
        good.state(),
        blocks,
        null,
        null);
  }
}
