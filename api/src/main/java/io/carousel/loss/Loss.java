package io.carousel.loss;

/**
 * What training minimizes. The loss of one position (a valid time step of a network with an output
 * per step, else a sequence of length &gt; 0) is given below; backends sum it over positions, and
 * the mean is that sum divided by the number of positions. K is the output width.
 */
public sealed interface Loss {
  /** Which record a loss is. What differs by kind switches over these, without a default. */
  enum Kind {
    MEAN_SQUARED_ERROR,
    MEAN_ABSOLUTE_ERROR,
    SOFTMAX_CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY
  }

  /** What the data must hold for a loss. */
  enum Targets {
    /** K numbers per position. */
    NUMBERS,
    /** One class number from 0 to K - 1 per position. */
    CLASSES
  }

  /** The kind: a loss of kind {@link Kind#MEAN_SQUARED_ERROR} is that record, and so on. */
  Kind kind();

  /** What kind of targets this loss compares with. */
  Targets targets();

  /** The name in options and messages. */
  String label();

  /** Whether the network's output is taken before a sigmoid or softmax, as log-odds. */
  default boolean takesLogits() {
    return switch (kind()) {
      case MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR -> false;
      case SOFTMAX_CROSS_ENTROPY, BINARY_CROSS_ENTROPY -> true;
    };
  }

  /** The mean over k of (y_k - target_k)^2. */
  record MeanSquaredError() implements Loss {
    @Override
    public Kind kind() {
      return Kind.MEAN_SQUARED_ERROR;
    }

    @Override
    public Targets targets() {
      return Targets.NUMBERS;
    }

    @Override
    public String label() {
      return "meanSquaredError";
    }
  }

  /** The mean over k of |y_k - target_k|; the gradient at 0 is 0. */
  record MeanAbsoluteError() implements Loss {
    @Override
    public Kind kind() {
      return Kind.MEAN_ABSOLUTE_ERROR;
    }

    @Override
    public Targets targets() {
      return Targets.NUMBERS;
    }

    @Override
    public String label() {
      return "meanAbsoluteError";
    }
  }

  /** -log softmax(y)_class = log sum_k exp(y_k) - y_class. The output is taken as logits. */
  record SoftmaxCrossEntropy() implements Loss {
    @Override
    public Kind kind() {
      return Kind.SOFTMAX_CROSS_ENTROPY;
    }

    @Override
    public Targets targets() {
      return Targets.CLASSES;
    }

    @Override
    public String label() {
      return "softmaxCrossEntropy";
    }
  }

  /**
   * The mean over k of -target_k log s_k - (1 - target_k) log(1 - s_k) with s = sigmoid(y): the
   * output is taken as logits, the targets are numbers from 0 to 1.
   */
  record BinaryCrossEntropy() implements Loss {
    @Override
    public Kind kind() {
      return Kind.BINARY_CROSS_ENTROPY;
    }

    @Override
    public Targets targets() {
      return Targets.NUMBERS;
    }

    @Override
    public String label() {
      return "binaryCrossEntropy";
    }
  }

  static Loss meanSquaredError() {
    return new MeanSquaredError();
  }

  static Loss meanAbsoluteError() {
    return new MeanAbsoluteError();
  }

  static Loss softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy();
  }

  static Loss binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }
}
