package io.carousel.optim;

import io.carousel.internal.Require;

/**
 * A link of the chain that turns a mean gradient g into new weights w: any number of {@link
 * GradientTransform}s, then one {@link Optimizer}. In the formulas r is the learning rate after the
 * schedule and t the number of the update, from 1.
 */
public sealed interface UpdateRule {

  /** Changes the gradient before the optimizer sees it. */
  sealed interface GradientTransform extends UpdateRule {
    /** Which record a transform is. What differs by kind switches over these, without a default. */
    enum Kind {
      CLIP_BY_GLOBAL_NORM,
      CLIP_BY_VALUE,
      WEIGHT_DECAY
    }

    /** The kind: a transform of kind {@link Kind#WEIGHT_DECAY} is that record, and so on. */
    GradientTransform.Kind kind();
  }

  /** Changes the weights. */
  sealed interface Optimizer extends UpdateRule {
    /**
     * Which record an optimizer is. What differs by kind switches over these, without a default.
     */
    enum Kind {
      SGD,
      MOMENTUM,
      RMS_PROP,
      ADAM,
      ADAM_W
    }

    /** The kind: an optimizer of kind {@link Kind#SGD} is an {@link Sgd}, and so on. */
    Optimizer.Kind kind();

    /** The learning rate before the schedule. */
    double learningRate();

    /** How many numbers per weight it remembers: 0, 1 or 2. */
    int moments();
  }

  /**
   * g := g * maximum / |g| where |g|, over all parameters together, is above the maximum (Pascanu,
   * Mikolov and Bengio, 2013).
   */
  record ClipByGlobalNorm(double maximum) implements GradientTransform {
    public ClipByGlobalNorm {
      Require.positive(maximum, "clipByGlobalNorm");
    }

    @Override
    public GradientTransform.Kind kind() {
      return GradientTransform.Kind.CLIP_BY_GLOBAL_NORM;
    }
  }

  /** g := min(max(g, -maximum), maximum), element by element. */
  record ClipByValue(double maximum) implements GradientTransform {
    public ClipByValue {
      Require.positive(maximum, "clipByValue");
    }

    @Override
    public GradientTransform.Kind kind() {
      return GradientTransform.Kind.CLIP_BY_VALUE;
    }
  }

  /** g := g + factor * w (the classical L2 penalty of factor / 2 * |w|^2). */
  record WeightDecay(double factor) implements GradientTransform {
    public WeightDecay {
      Require.notNegative(factor, "weightDecay");
    }

    @Override
    public GradientTransform.Kind kind() {
      return GradientTransform.Kind.WEIGHT_DECAY;
    }
  }

  /** w := w - r g. */
  record Sgd(double learningRate) implements Optimizer {
    public Sgd {
      Require.positive(learningRate, "learningRate");
    }

    @Override
    public Optimizer.Kind kind() {
      return Optimizer.Kind.SGD;
    }

    @Override
    public int moments() {
      return 0;
    }
  }

  /** m := momentum * m + g; w := w - r m. */
  record Momentum(double learningRate, double momentum) implements Optimizer {
    public Momentum {
      Require.positive(learningRate, "learningRate");
      Require.decay(momentum, "momentum");
    }

    @Override
    public Optimizer.Kind kind() {
      return Optimizer.Kind.MOMENTUM;
    }

    @Override
    public int moments() {
      return 1;
    }
  }

  /** m := decay * m + (1 - decay) g^2; w := w - r g / (sqrt(m) + epsilon) (Tieleman, Hinton). */
  record RmsProp(double learningRate, double decay, double epsilon) implements Optimizer {
    public RmsProp {
      Require.positive(learningRate, "learningRate");
      Require.decay(decay, "decay");
      Require.positive(epsilon, "epsilon");
    }

    @Override
    public Optimizer.Kind kind() {
      return Optimizer.Kind.RMS_PROP;
    }

    @Override
    public int moments() {
      return 1;
    }
  }

  /**
   * m := beta1 m + (1 - beta1) g; v := beta2 v + (1 - beta2) g^2; w := w - r (m / (1 - beta1^t)) /
   * (sqrt(v / (1 - beta2^t)) + epsilon) (Kingma and Ba, 2015, algorithm 1).
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {
    public Adam {
      checkAdam(learningRate, beta1, beta2, epsilon);
    }

    @Override
    public Optimizer.Kind kind() {
      return Optimizer.Kind.ADAM;
    }

    @Override
    public int moments() {
      return 2;
    }
  }

  /** Adam after w := w - r * decay * w (Loshchilov and Hutter, 2019, algorithm 2). */
  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double decay)
      implements Optimizer {
    public AdamW {
      checkAdam(learningRate, beta1, beta2, epsilon);
      Require.notNegative(decay, "weightDecay");
    }

    @Override
    public Optimizer.Kind kind() {
      return Optimizer.Kind.ADAM_W;
    }

    @Override
    public int moments() {
      return 2;
    }
  }

  private static void checkAdam(double learningRate, double beta1, double beta2, double epsilon) {
    Require.positive(learningRate, "learningRate");
    Require.decay(beta1, "beta1");
    Require.decay(beta2, "beta2");
    Require.positive(epsilon, "epsilon");
  }

  static GradientTransform clipByGlobalNorm(double maximum) {
    return new ClipByGlobalNorm(maximum);
  }

  static GradientTransform clipByValue(double maximum) {
    return new ClipByValue(maximum);
  }

  static GradientTransform weightDecay(double factor) {
    return new WeightDecay(factor);
  }

  static Optimizer sgd(double learningRate) {
    return new Sgd(learningRate);
  }

  static Optimizer momentum(double learningRate, double momentum) {
    return new Momentum(learningRate, momentum);
  }

  /** RMSProp with decay 0.9 and epsilon 1e-8. */
  static Optimizer rmsProp(double learningRate) {
    return new RmsProp(learningRate, 0.9, 1e-8);
  }

  /** Adam with beta1 0.9, beta2 0.999 and epsilon 1e-8. */
  static Optimizer adam(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8);
  }

  /** AdamW with beta1 0.9, beta2 0.999 and epsilon 1e-8. */
  static Optimizer adamW(double learningRate, double weightDecay) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }
}
