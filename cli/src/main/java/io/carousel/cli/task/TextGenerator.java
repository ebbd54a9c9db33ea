package io.carousel.cli.task;

import io.carousel.data.Sequence;
import io.carousel.internal.Require;
import io.carousel.io.Vocabulary;
import io.carousel.predict.Predictor;
import io.carousel.predict.StreamOutput;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.util.Arrays;

/**
 * Lets a language model go on with a text. The unknown token is never drawn.
 *
 * @param temperature above 1 for bolder choices, below 1 for safer ones, 0 for the likeliest token
 */
public record TextGenerator(
    Predictor predictor, Vocabulary vocabulary, double temperature, long seed) {
  public TextGenerator {
    Require.notNegative(temperature, "temperature");
  }

  /** The prompt's tokens and {@code length} more. */
  public int[] continued(int[] prompt, int length) {
    Require.notNegative(length, "length");
    Require.that(
        prompt.length > 0, "prompt must have a token, prompt=\"\"; give the model a beginning");
    Philox random = new Philox(seed, Purpose.USER, 0, 0);
    int[] text = Arrays.copyOf(prompt, prompt.length + length);
    StreamOutput output = predictor.advance(predictor.start(), Sequence.ofTokens(prompt));
    for (int i = 0; i < length; i++) {
      float[] logits = Finite.require(output.last(), "token=" + (i + 1));
      int token = draw(logits, random.uniformDouble(i));
      text[prompt.length + i] = token;
      if (i + 1 < length) {
        output = predictor.advance(output.next(), Sequence.ofTokens(token));
      }
    }
    return text;
  }

  private int draw(float[] logits, double random) {
    int likeliest = likeliest(logits);
    if (temperature == 0) {
      return likeliest;
    }
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      boolean allowed = k != vocabulary.unknown();
      weights[k] = allowed ? Math.exp((logits[k] - logits[likeliest]) / temperature) : 0;
      sum += weights[k];
    }
    double left = random * sum;
    for (int k = 0; k < weights.length; k++) {
      left -= weights[k];
      if (left < 0) {
        return k;
      }
    }
    return likeliest;
  }

  private int likeliest(float[] logits) {
    int best = -1;
    for (int k = 0; k < logits.length; k++) {
      if (k != vocabulary.unknown() && (best < 0 || logits[k] > logits[best])) {
        best = k;
      }
    }
    return best;
  }
}
