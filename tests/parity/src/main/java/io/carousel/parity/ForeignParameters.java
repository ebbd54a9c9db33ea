package io.carousel.parity;

import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters;
import io.carousel.spi.Sums;

/** Parameters that belong to no backend. */
final class ForeignParameters implements Parameters {
  private final ParameterLayout layout;

  ForeignParameters(ParameterLayout layout) {
    this.layout = layout;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public boolean has(Block block) {
    return true;
  }

  @Override
  public double[] read(Block block) {
    return new double[(int) layout.size()];
  }

  @Override
  public void write(Block block, double[] values) {}

  @Override
  public Sums sums() {
    return Sums.ZERO;
  }

  @Override
  public void sums(Sums sums) {}

  @Override
  public LossScale lossScale() {
    return LossScale.NONE;
  }

  @Override
  public void lossScale(LossScale scale) {}

  @Override
  public long version() {
    return 0;
  }

  @Override
  public void close() {}
}
