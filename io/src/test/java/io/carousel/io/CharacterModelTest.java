package io.carousel.io;

import static io.carousel.loss.Loss.softmaxCrossEntropy;
import static io.carousel.optim.UpdateRule.adam;
import static io.carousel.optim.UpdateRule.clipByGlobalNorm;
import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.Backends;
import io.carousel.data.Chunks;
import io.carousel.data.Sequence;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import io.carousel.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A character model of the project's own README, judged on every tenth stretch, never seen. */
class CharacterModelTest {
  private static final int STRETCH = 200;

  private final int[] tokens = Vocabulary.fit(readme(), Vocabulary.Unit.CHAR, 0).encode(readme());
  private final int vocabulary = Arrays.stream(tokens).max().orElseThrow() + 1;
  private final List<Sequence> training = new ArrayList<>();
  private final List<Sequence> rest = new ArrayList<>();

  CharacterModelTest() {
    for (int from = 0; from < tokens.length - 1; from += STRETCH) {
      boolean held = from / STRETCH % 10 == 5;
      (held ? rest : training).add(stretch(from, Math.min(from + STRETCH, tokens.length - 1)));
    }
  }

  private static String readme() {
    return TextReader.read(Path.of("../README.md"));
  }

  /** Tokens, each with the next one as its label. */
  private Sequence stretch(int from, int to) {
    return Sequence.ofTokens(Arrays.copyOfRange(tokens, from, to))
        .withLabels(Arrays.copyOfRange(tokens, from + 1, to + 1));
  }

  @Test
  void shouldHalveThePerplexityOfTheUnigrams() {
    double unigram = unigramPerplexity();
    double lstm = lstmPerplexity();
    System.out.printf("README by characters: unigram %.2f, LSTM %.2f%n", unigram, lstm);
    assertThat(lstm).isLessThan(unigram / 2);
  }

  /** e to the mean of -log p, with p counted in the training part, each token once more. */
  private double unigramPerplexity() {
    double[] counts = new double[vocabulary];
    Arrays.fill(counts, 1);
    labels(training).forEach(label -> counts[label]++);
    double total = Arrays.stream(counts).sum();
    return Math.exp(
        labels(rest).stream()
            .mapToDouble(label -> -Math.log(counts[label] / total))
            .average()
            .orElseThrow());
  }

  private static List<Integer> labels(List<Sequence> sequences) {
    List<Integer> labels = new ArrayList<>();
    for (Sequence sequence : sequences) {
      for (int t = 0; t < sequence.length(); t++) {
        labels.add(sequence.label(t));
      }
    }
    return labels;
  }

  private double lstmPerplexity() {
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
              Chunks.of(training, 20),
              Chunks.of(rest, 20),
              StopRule.epochs(14),
              TrainingListener.NONE);
      return Math.exp(report.history().get((int) report.bestEpoch()).validationLoss());
    }
  }
}
