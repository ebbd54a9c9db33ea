package io.carousel.reference;

import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Kernel;
import java.util.Arrays;

/** Turns gradient sums into new weights, by the formulas of {@link UpdateRule}. */
final class ReferenceUpdate implements Kernel {
  private final ReferenceMemory memory;
  private final ReferenceParameters parameters;
  private final UpdateChain chain;
  private final double[] w;
  private final double[] m;
  private final double[] v;
  private final double[] g;
  private final boolean scalesLoss;

  ReferenceUpdate(ReferenceMemory memory, UpdateChain chain) {
    this.memory = memory;
    this.parameters = memory.parameters;
    this.chain = chain;
    w = parameters.weights;
    m = parameters.firstMoment;
    v = parameters.secondMoment;
    g = memory.scratch(w.length);
    scalesLoss = memory.shape.precision().scalesLoss();
  }

  /**
   * Nothing to do, or something that is not finite, changes nothing. Numbers of type double need no
   * loss scale, but the rule of {@link io.carousel.spi.LossScale} is followed where it holds.
   */
  @Override
  public void run() {
    if (parameters.pending == 0 || parameters.firstBadUpdate >= 0) {
      return;
    }
    for (int k = 0; k < g.length; k++) {
      g[k] = parameters.gradients[k] / parameters.pending;
    }
    double norm = norm(g);
    if (Double.isFinite(norm) && Double.isFinite(parameters.loss)) {
      apply(norm);
    } else if (scalesLoss && Double.isFinite(parameters.loss) && parameters.lossScale.canFall()) {
      skip();
    } else {
      parameters.gradientNorm = norm;
      parameters.firstBadUpdate = memory.scalars.update();
    }
  }

  private void apply(double norm) {
    parameters.gradientNorm = norm;
    chain.transforms().forEach(this::transform);
    optimize(chain.optimizer(), memory.scalars.learningRate());
    clearSums();
    parameters.weightsChanged();
    if (scalesLoss) {
      parameters.lossScale = parameters.lossScale.afterGoodUpdate();
    }
  }

  private void skip() {
    clearSums();
    parameters.lossScale = parameters.lossScale.afterSkippedUpdate();
  }

  private void clearSums() {
    Arrays.fill(parameters.gradients, 0);
    parameters.pending = 0;
  }

  private static double norm(double[] gradient) {
    double sum = 0;
    for (double element : gradient) {
      sum += element * element;
    }
    return Math.sqrt(sum);
  }

  private void transform(UpdateRule.GradientTransform rule) {
    switch (rule.kind()) {
      case CLIP_BY_GLOBAL_NORM -> clipByGlobalNorm(((UpdateRule.ClipByGlobalNorm) rule).maximum());
      case CLIP_BY_VALUE -> clipByValue(((UpdateRule.ClipByValue) rule).maximum());
      case WEIGHT_DECAY -> weightDecay(((UpdateRule.WeightDecay) rule).factor());
    }
  }

  /** g := g maximum / |g| where |g| &gt; maximum. */
  private void clipByGlobalNorm(double maximum) {
    double norm = norm(g);
    for (int k = 0; k < g.length && norm > maximum; k++) {
      g[k] = g[k] * maximum / norm;
    }
  }

  /** g := min(max(g, -maximum), maximum). */
  private void clipByValue(double maximum) {
    for (int k = 0; k < g.length; k++) {
      g[k] = Math.min(Math.max(g[k], -maximum), maximum);
    }
  }

  /** g := g + factor w. */
  private void weightDecay(double factor) {
    for (int k = 0; k < g.length; k++) {
      g[k] += factor * w[k];
    }
  }

  private void optimize(UpdateRule.Optimizer rule, double rate) {
    switch (rule.kind()) {
      case SGD -> sgd(rate);
      case MOMENTUM -> momentum(rate, ((UpdateRule.Momentum) rule).momentum());
      case RMS_PROP -> rmsProp(rate, (UpdateRule.RmsProp) rule);
      case ADAM -> adam(rate, (UpdateRule.Adam) rule);
      case ADAM_W -> adamW(rate, (UpdateRule.AdamW) rule);
    }
  }

  private void adam(double rate, UpdateRule.Adam rule) {
    adam(rate, rule.beta1(), rule.beta2(), rule.epsilon());
  }

  private void adamW(double rate, UpdateRule.AdamW rule) {
    decayWeights(rate, rule.decay());
    adam(rate, rule.beta1(), rule.beta2(), rule.epsilon());
  }

  /** w := w - r g. */
  private void sgd(double rate) {
    for (int k = 0; k < w.length; k++) {
      w[k] -= rate * g[k];
    }
  }

  /** m := momentum m + g; w := w - r m. */
  private void momentum(double rate, double momentum) {
    for (int k = 0; k < w.length; k++) {
      m[k] = momentum * m[k] + g[k];
      w[k] -= rate * m[k];
    }
  }

  /** m := decay m + (1 - decay) g^2; w := w - r g / (sqrt(m) + epsilon). */
  private void rmsProp(double rate, UpdateRule.RmsProp rule) {
    double decay = rule.decay();
    for (int k = 0; k < w.length; k++) {
      m[k] = decay * m[k] + (1 - decay) * g[k] * g[k];
      w[k] -= rate * g[k] / (Math.sqrt(m[k]) + rule.epsilon());
    }
  }

  /**
   * m := beta1 m + (1 - beta1) g; v := beta2 v + (1 - beta2) g^2; w := w - r (m / (1 - beta1^t)) /
   * (sqrt(v / (1 - beta2^t)) + epsilon).
   */
  private void adam(double rate, double beta1, double beta2, double epsilon) {
    double t = memory.scalars.update() + 1;
    double correction1 = 1 - Math.pow(beta1, t);
    double correction2 = 1 - Math.pow(beta2, t);
    for (int k = 0; k < w.length; k++) {
      m[k] = beta1 * m[k] + (1 - beta1) * g[k];
      v[k] = beta2 * v[k] + (1 - beta2) * g[k] * g[k];
      w[k] -= rate * (m[k] / correction1) / (Math.sqrt(v[k] / correction2) + epsilon);
    }
  }

  /** w := w - r decay w. */
  private void decayWeights(double rate, double decay) {
    for (int k = 0; k < w.length; k++) {
      w[k] -= rate * decay * w[k];
    }
  }
}
