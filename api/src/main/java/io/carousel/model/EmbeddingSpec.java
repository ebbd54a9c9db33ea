package io.carousel.model;

import io.carousel.internal.Require;

/**
 * Looks up a row of W [vocabulary, width] for each token; the vocabulary is that of the input.
 *
 * @param width the length of a row
 */
public record EmbeddingSpec(int width) implements LayerSpec {
  public EmbeddingSpec {
    Require.positive(width, "width");
  }

  @Override
  public Kind kind() {
    return Kind.EMBEDDING;
  }

  @Override
  public String label() {
    return "embedding";
  }

  @Override
  public String describe() {
    return "embedding, width=" + width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return width;
  }
}
