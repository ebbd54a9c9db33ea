package io.carousel.model;

/** One layer of a {@link NetworkSpec}: what it computes, not how. */
public sealed interface LayerSpec
    permits EmbeddingSpec, RecurrentSpec, DropoutSpec, PoolSpec, DenseSpec {

  /** Which record a layer is. What differs by kind switches over these, without a default. */
  enum Kind {
    EMBEDDING,
    RECURRENT,
    DROPOUT,
    POOL,
    DENSE
  }

  /** The kind: of a layer of kind {@link Kind#DENSE} this is a {@link DenseSpec}, and so on. */
  Kind kind();

  /** The name as it stands in tables, tensor names and messages, such as {@code lstm}. */
  String label();

  /** The name and the settings, such as {@code lstm, hidden=48}. */
  String describe();

  /** The width of the output's feature axis when the input's is {@code inputWidth}. */
  int outputWidth(int inputWidth);

  /** Whether the output has a time axis where the input has one. */
  default boolean keepsTime() {
    return switch (kind()) {
      case POOL -> false;
      case EMBEDDING, RECURRENT, DROPOUT, DENSE -> true;
    };
  }

  /** Whether h (and c) go from step to step; then this is a {@link RecurrentSpec}. */
  default boolean carriesState() {
    return switch (kind()) {
      case RECURRENT -> true;
      case EMBEDDING, DROPOUT, POOL, DENSE -> false;
    };
  }
}
