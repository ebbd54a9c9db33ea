package io.carousel.cli.task;

import io.carousel.data.CarriedState;
import io.carousel.data.Chunks;
import io.carousel.loss.Loss;
import io.carousel.metric.Metric;
import io.carousel.predict.OutputListener;
import java.util.EnumMap;
import java.util.Map;

/** How surprised a language model is; the loss says it all. */
final class PerplexityScore implements Score {
  /** The state is carried, so the length of a chunk does not matter to the outcome. */
  private static final int STEPS = 64;

  /** Tokens per track: few tracks, since each begins without a memory. */
  private static final int TRACK = 2000;

  static Exam exam(int[] tokens) {
    Chunks chunks = Chunks.ofTokens(tokens, tracks(tokens.length, Exam.BATCH), STEPS);
    return new Exam(
        CarriedState.of(chunks, Exam.BATCH), Loss.softmaxCrossEntropy(), PerplexityScore::new);
  }

  /** In how many tracks a text is read when it is not for training. */
  static int tracks(int tokens, int most) {
    return Math.min(most, Math.max(1, tokens / TRACK));
  }

  @Override
  public OutputListener listener() {
    return OutputListener.NONE;
  }

  @Override
  public Measures measures(double meanLoss) {
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.LOSS, meanLoss);
    metrics.put(Metric.PERPLEXITY, Math.exp(meanLoss));
    return Measures.overall(metrics);
  }

  /** The perplexity of token frequencies, each counted once more than it was seen. */
  static Measures unigram(int[] training, int[] test, int vocabulary) {
    long[] counts = new long[vocabulary];
    for (int token : training) {
      counts[token]++;
    }
    double surprise = 0;
    for (int i = 1; i < test.length; i++) { // the first token is never foretold
      surprise -= Math.log((counts[test[i]] + 1.0) / (training.length + vocabulary));
    }
    return Measures.overall(Map.of(Metric.PERPLEXITY, Math.exp(surprise / (test.length - 1))));
  }
}
