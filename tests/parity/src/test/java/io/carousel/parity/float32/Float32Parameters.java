package io.carousel.parity.float32;

import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters;
import io.carousel.spi.Sums;

/**
 * The reference's parameters, which hold float32 numbers only. They behave as if their gradient
 * sums were kept times the loss scale, as a backend may keep them: another scale makes other sums.
 */
final class Float32Parameters implements Parameters {
  private final Parameters reference;
  private final Fault fault;

  Float32Parameters(Parameters reference, Fault fault) {
    this.reference = reference;
    this.fault = fault;
  }

  Parameters reference() {
    return reference;
  }

  /** Rounds every block, after an update. */
  void round() {
    for (Block block : Block.values()) {
      if (reference.has(block)) {
        reference.write(block, Float32Memory.rounded(reference.read(block)));
      }
    }
  }

  /** Rounds the weights to bfloat16. */
  void roundWeights() {
    double[] weights = reference.read(Block.WEIGHTS);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Rounding.BF16.factor((float) weights[i]);
    }
    reference.write(Block.WEIGHTS, weights);
  }

  @Override
  public ParameterLayout layout() {
    return reference.layout();
  }

  @Override
  public boolean has(Block block) {
    return reference.has(block);
  }

  @Override
  public double[] read(Block block) {
    return reference.read(block);
  }

  @Override
  public void write(Block block, double[] values) {
    if (block == Block.GRADIENTS && fault == Fault.SCALE_OF_THE_START) {
      writeGradients(values, LossScale.START.scale() / reference.lossScale().scale());
    } else if (block != Block.SECOND_MOMENT || fault != Fault.MOMENT_NOT_RESTORED) {
      reference.write(block, Float32Memory.rounded(values));
    }
  }

  @Override
  public Sums sums() {
    return reference.sums();
  }

  @Override
  public void sums(Sums sums) {
    reference.sums(sums);
  }

  @Override
  public LossScale lossScale() {
    return reference.lossScale();
  }

  @Override
  public void lossScale(LossScale scale) {
    double factor = reference.lossScale().scale() / scale.scale();
    reference.lossScale(scale);
    if (has(Block.GRADIENTS) && factor != 1) {
      writeGradients(reference.read(Block.GRADIENTS), factor);
    }
  }

  private void writeGradients(double[] values, double factor) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    reference.write(Block.GRADIENTS, Float32Memory.rounded(scaled));
  }

  @Override
  public long version() {
    return reference.version();
  }

  @Override
  public void close() {
    reference.close();
  }
}
