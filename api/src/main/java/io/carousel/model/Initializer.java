package io.carousel.model;

import io.carousel.internal.Require;

/** How weights start. The numbers come from Philox, so every backend starts with the same bits. */
public sealed interface Initializer {
  /** Which type an initializer is. What differs by kind switches over these, without a default. */
  enum Kind {
    STANDARD,
    PYTORCH,
    UNIFORM
  }

  /** The kind: an initializer of kind {@link Kind#UNIFORM} is a {@link Uniform}, and so on. */
  Kind kind();

  /**
   * The default: W of recurrent and dense layers Glorot-uniform, each gate's R orthogonal, b zero
   * with the forget gate at 1, embeddings uniform with rows of expected square norm 1.
   */
  enum Standard implements Initializer {
    INSTANCE;

    @Override
    public Kind kind() {
      return Kind.STANDARD;
    }
  }

  /**
   * As PyTorch starts its layers: uniform(±1/sqrt(H)) for all of a recurrent layer, biases too;
   * uniform(±1/sqrt(input width)) for dense layers; standard normal for embeddings. PyTorch has two
   * biases per gate; their sum is drawn here as one number of the same range.
   */
  enum PyTorch implements Initializer {
    INSTANCE;

    @Override
    public Kind kind() {
      return Kind.PYTORCH;
    }
  }

  /**
   * Uniform(±limit) for every weight and bias.
   *
   * @param limit above 0
   */
  record Uniform(double limit) implements Initializer {
    public Uniform {
      Require.positive(limit, "limit");
    }

    @Override
    public Kind kind() {
      return Kind.UNIFORM;
    }
  }

  static Initializer standard() {
    return Standard.INSTANCE;
  }

  static Initializer pytorch() {
    return PyTorch.INSTANCE;
  }

  static Initializer uniform(double limit) {
    return new Uniform(limit);
  }
}
