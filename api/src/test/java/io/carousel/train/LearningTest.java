package io.carousel.train;

import static io.carousel.loss.Loss.meanSquaredError;
import static io.carousel.loss.Loss.softmaxCrossEntropy;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.data.Bucketing;
import io.carousel.data.Sequences;
import io.carousel.loss.Loss;
import io.carousel.metric.ClassificationScore;
import io.carousel.metric.Metric;
import io.carousel.model.Cell;
import io.carousel.model.Initializer;
import io.carousel.model.NetworkSpec;
import io.carousel.optim.UpdateRule;
import io.carousel.predict.Model;
import io.carousel.predict.Predictor;
import io.carousel.spi.Backend;
import org.junit.jupiter.api.Test;

/** What an LSTM is for, learned from scratch. */
class LearningTest {
  private static final double ADDING_BASELINE = 1.0 / 6;

  @Test
  void shouldLearnToAddWithAnLstmButNotWithAPlainRnn() {
    double lstm = addingError(Cell.LSTM, Initializer.standard());
    double rnn = addingError(Cell.RNN_TANH, Initializer.pytorch());
    System.out.printf("adding problem, T = 50, test MSE: LSTM %.5f, RNN %.5f%n", lstm, rnn);
    assertThat(lstm).isLessThan(0.01);
    assertThat(rnn).isBetween(0.7 * ADDING_BASELINE, 1.3 * ADDING_BASELINE);
  }

  private static double addingError(Cell cell, Initializer initializer) {
    NetworkSpec network =
        NetworkSpec.input(2).recurrent(cell, 24).finalState().dense(1).initialized(initializer);
    Sequences test = TestData.adding(256, 50, 2);
    Model model = train(network, meanSquaredError(), TestData.adding(1600, 50, 1), 28, 32);
    double[] squared = new double[1];
    try (Backend backend = Backends.named("reference");
        Predictor predictor = model.predictor(backend)) {
      predictor.predict(
          Bucketing.inOrder(test, 64),
          (i, rows) -> squared[0] += Math.pow(rows[0][0] - test.get(i).target(0)[0], 2));
    }
    return squared[0] / test.size();
  }

  @Test
  void shouldTellFrequenciesApartInRaggedSequences() {
    NetworkSpec network = NetworkSpec.input(1).lstm(16).finalState().dense(4);
    Sequences test = TestData.frequencies(200, 2);
    Model model = train(network, softmaxCrossEntropy(), TestData.frequencies(400, 1), 30, 16);
    ClassificationScore score = new ClassificationScore(4);
    try (Backend backend = Backends.named("reference");
        Predictor predictor = model.predictor(backend)) {
      predictor.predict(
          Bucketing.inOrder(test, 64),
          (i, rows) -> score.add(ClassificationScore.argMax(rows[0]), test.get(i).label(0)));
    }
    System.out.println("frequencies, lengths 5 to 60: " + score.metrics());
    assertThat(score.metrics().get(Metric.ACCURACY)).isGreaterThanOrEqualTo(0.95);
  }

  private static Model train(
      NetworkSpec network, Loss loss, Sequences data, int epochs, int batchSize) {
    UpdateRule clip = clipByGlobalNorm(1);
    try (Backend backend = Backends.named("reference");
        Trainer trainer =
            Trainer.on(backend)
                .network(network)
                .loss(loss)
                .update(clip, adam(3e-3))
                .batchSize(batchSize)
                .build()) {
      trainer.fit(data, StopRule.epochs(epochs));
      return trainer.model();
    }
  }
}
