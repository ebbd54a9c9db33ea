package io.carousel.spi;

import io.carousel.model.ParameterLayout;

/**
 * Parameters that behave as if their gradient sums were kept times the loss scale: another scale
 * makes other sums of them.
 */
final class ScaledParameters implements Parameters {
  private final Parameters reference;

  ScaledParameters(Parameters reference) {
    this.reference = reference;
  }

  Parameters reference() {
    return reference;
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
    reference.write(block, values);
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
    if (reference.has(Block.GRADIENTS)) {
      double[] sums = reference.read(Block.GRADIENTS);
      for (int i = 0; i < sums.length; i++) {
        sums[i] *= factor;
      }
      reference.write(Block.GRADIENTS, sums);
    }
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
