package io.carousel.model;

import io.carousel.internal.Require;

/** What stands at each time step of the input. */
public sealed interface InputSpec {
  /** The width that the first layer sees: the number of features, or the vocabulary. */
  int width();

  /**
   * A row of numbers.
   *
   * @param width how many
   */
  record Features(int width) implements InputSpec {
    public Features {
      Require.positive(width, "features");
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
    public int width() {
      return vocabulary;
    }
  }
}
