package io.carousel.model;

/** One layer of a {@link NetworkSpec}: what it computes, not how. */
public sealed interface LayerSpec
    permits EmbeddingSpec, RecurrentSpec, DropoutSpec, PoolSpec, DenseSpec {

  /** The kind as it stands in tables, tensor names and messages, such as {@code lstm}. */
  String kind();

  /** The kind and its settings, such as {@code lstm, hidden=48}. */
  String describe();

  /** The width of the output's feature axis when the input's is {@code inputWidth}. */
  int outputWidth(int inputWidth);
}
