package io.carousel.io;

import static io.carousel.data.Horizon.ahead;
import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.train.StopRule.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.data.Series;
import io.carousel.data.WindowSplit;
import io.carousel.data.Windows;
import io.carousel.model.NetworkSpec;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingListener;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training and predicting go on from files as if there had been none. */
class ResumedTrainingTest {
  @TempDir Path folder;

  private static WindowSplit sine() {
    double[] values = new double[80];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sin(i * 0.4);
    }
    return Windows.of(Series.of("x", values), 6)
        .target("x", ahead(1))
        .standardized()
        .split(0.8, 0.1, 0.1);
  }

  private static Trainer trainer(Backend backend) {
    return Trainer.on(backend)
        .network(NetworkSpec.input(1).lstm(3).finalState().dense(1))
        .loss(meanSquaredError())
        .update(adam(1e-2))
        .batchSize(16)
        .seed(7)
        .build();
  }

  private static Checkpoint afterEpochs(Backend backend, int count, Checkpoint from) {
    WindowSplit data = sine();
    try (Trainer trainer = trainer(backend)) {
      if (from != null) {
        trainer.restore(from);
      }
      trainer.fit(data.training(), data.validation(), epochs(count), TrainingListener.NONE);
      return trainer.checkpoint();
    }
  }

  @Test
  void aRunThatGoesOnFromAFileHasTheBitsOfOneThatNeverStopped() {
    Path file = folder.resolve("checkpoint.safetensors");
    try (Backend backend = Backends.best()) {
      Checkpoint whole = afterEpochs(backend, 4, null);
      CheckpointFile.write(file, afterEpochs(backend, 2, null));
      Checkpoint resumed = afterEpochs(backend, 4, CheckpointFile.read(file).checkpoint());
      assertThat(resumed.blocks()).containsOnlyKeys(whole.blocks().keySet());
      resumed.blocks().forEach((k, v) -> assertThat(v).isEqualTo(whole.blocks().get(k)));
      assertThat(resumed.bestWeights()).isEqualTo(whole.bestWeights());
      assertThat(resumed.state().bestLoss()).isEqualTo(whole.state().bestLoss());
      assertThat(resumed.state().updates()).isEqualTo(whole.state().updates());
    }
  }

  @Test
  void aModelOutOfAFilePredictsAsBefore() {
    Path file = folder.resolve("model.safetensors");
    WindowSplit data = sine();
    float[][] window = data.test().window(0);
    try (Backend backend = Backends.best();
        Trainer trainer = trainer(backend)) {
      trainer.fit(data.training(), epochs(1));
      ModelFile.write(file, trainer.model());
      try (Predictor before = trainer.model().predictor(backend);
          Predictor after = ModelFile.read(file).predictor(backend);
          Predictor strict = ModelFile.read(file).predictor(backend, Precision.STRICT)) {
        assertThat(after.predict(window)).isEqualTo(before.predict(window));
        assertThat(strict.predict(window)).isEqualTo(before.predict(window));
      }
    }
  }
}
