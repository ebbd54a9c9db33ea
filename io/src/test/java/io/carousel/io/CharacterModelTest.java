package io.carousel.io;

import static io.carousel.loss.Loss.softmaxCrossEntropy;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.data.Chunks;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingListener;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A character model of the project's own README, judged on the last tenth, which it never saw. */
class CharacterModelTest {
  @Test
  void shouldHalveThePerplexityOfTheUnigrams() {
    String text = TextReader.read(Path.of("../README.md"));
    int[] tokens = encoded(text);
    int vocabulary = Arrays.stream(tokens).max().orElseThrow() + 1;
    int[] training = Arrays.copyOf(tokens, tokens.length * 9 / 10);
    int[] rest = Arrays.copyOfRange(tokens, training.length, tokens.length);
    double unigram = unigramPerplexity(training, rest, vocabulary);
    double lstm = lstmPerplexity(training, rest, vocabulary);
    System.out.printf("README by characters: unigram %.2f, LSTM %.2f%n", unigram, lstm);
    assertThat(lstm).isLessThan(unigram / 2);
  }

  private static int[] encoded(String text) {
    return Vocabulary.fit(text, Vocabulary.Unit.CHAR, 0).encode(text);
  }

  /** e to the mean of -log p, with p counted in the training part, each token once more. */
  private static double unigramPerplexity(int[] training, int[] rest, int vocabulary) {
    double[] counts = new double[vocabulary];
    Arrays.fill(counts, 1);
    for (int token : training) {
      counts[token]++;
    }
    double total = Arrays.stream(counts).sum();
    return Math.exp(
        Arrays.stream(rest).mapToDouble(t -> -Math.log(counts[t] / total)).average().orElseThrow());
  }

  private static double lstmPerplexity(int[] training, int[] rest, int vocabulary) {
    NetworkSpec network =
        NetworkSpec.tokens(vocabulary).embedding(16).lstm(64).dropout(0.3).dense(vocabulary);
    try (Backend backend = Backends.named("reference");
        Trainer trainer =
            Trainer.on(backend)
                .network(network)
                .loss(softmaxCrossEntropy())
                .update(clipByGlobalNorm(1), adam(5e-3))
                .batchSize(4)
                .build()) {
      var report =
          trainer.fit(
              Chunks.ofTokens(training, 4, 20),
              Chunks.ofTokens(rest, 1, 20),
              StopRule.epochs(11),
              TrainingListener.NONE);
      return Math.exp(report.history().get((int) report.bestEpoch()).validationLoss());
    }
  }
}
