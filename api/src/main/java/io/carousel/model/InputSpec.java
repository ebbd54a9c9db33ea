package io.carousel.model;

import io.carousel.internal.Require;

/** What stands at each time step of the input. */
public sealed interface InputSpec {
  /** Which record an input is. What differs by kind switches over these, without a default. */
  enum Kind {
    FEATURES,
    TOKENS
  }

  /** The kind: an input of kind {@link Kind#TOKENS} is a {@link Tokens}, and so on. */
  Kind kind();

  /** The width that the first layer sees: the number of features, or the vocabulary. */
  int width();

  /** Whether a time step is one token number; else it is {@link #width()} numbers. */
  default boolean tokens() {
    return switch (kind()) {
      case FEATURES -> false;
      case TOKENS -> true;
    };
  }

  /**
   * A row of numbers.
   *
   * @param width how many
   */
  record Features(int width) implements InputSpec {
    public Features {
      Require.positive(width, "features");
    }

    @Override
    public Kind kind() {
      return Kind.FEATURES;
    }
  }

  /**
   * A token number from 0 to {@code vocabulary - 1}.
   *
   * @param vocabulary how many different tokens there are
   */
  record Tokens(int vocabulary) implements InputSpec {
    public Tokens {
      Require.positive(vocabulary, "vocabulary");
    }

    @Override
    public Kind kind() {
      return Kind.TOKENS;
    }

    @Override
    public int width() {
      return vocabulary;
    }
  }
}
