package io.carousel.cli.task;

import io.carousel.internal.Require;
import io.carousel.io.Vocabulary;

/**
 * What a language model is to be.
 *
 * @param unit what a token is
 * @param vocabulary the largest number of tokens, 0 for any
 * @param embedding the width of a token's vector
 * @param steps through which the gradient flows back
 * @param tracks pieces of the training text that run side by side
 */
public record LanguageSettings(
    Sources sources, Vocabulary.Unit unit, int vocabulary, int embedding, int steps, int tracks) {
  public LanguageSettings {
    Require.positive(embedding, "embedding");
    Require.positive(steps, "steps");
    Require.positive(tracks, "batch");
  }
}
