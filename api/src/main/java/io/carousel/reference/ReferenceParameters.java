package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Parameters;
import io.carousel.spi.Sums;

/** Weights, gradient sums and moments as arrays; a block that does not exist is null. */
final class ReferenceParameters implements Parameters {
  private final ParameterLayout layout;
  final double[] weights;
  final double[] gradients;
  final double[] firstMoment;
  final double[] secondMoment;

  double loss;
  double count;
  double pending;
  double gradientNorm;
  long firstBadUpdate;

  private long version;
  private boolean closed;

  ReferenceParameters(ParameterLayout layout, boolean training, int moments) {
    Require.that(moments >= 0 && moments <= 2, "moments must be in 0 to 2, moments=" + moments);
    this.layout = layout;
    int size = Require.arraySize(layout.size(), "the parameters");
    this.weights = new double[size];
    this.gradients = training ? new double[size] : null;
    this.firstMoment = training && moments > 0 ? new double[size] : null;
    this.secondMoment = training && moments > 1 ? new double[size] : null;
    set(Sums.ZERO);
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public boolean has(Block block) {
    return array(block) != null;
  }

  @Override
  public double[] read(Block block) {
    return existing(block).clone();
  }

  @Override
  public void write(Block block, double[] values) {
    double[] destination = existing(block);
    ReferenceMemory.checkLength("values", values.length, destination.length);
    System.arraycopy(values, 0, destination, 0, values.length);
    if (block == Block.WEIGHTS) {
      weightsChanged();
    }
  }

  private double[] array(Block block) {
    return switch (block) {
      case WEIGHTS -> weights;
      case GRADIENTS -> gradients;
      case FIRST_MOMENT -> firstMoment;
      case SECOND_MOMENT -> secondMoment;
    };
  }

  private double[] existing(Block block) {
    checkOpen();
    Require.that(
        has(block),
        "block must exist in these parameters, block="
            + block
            + "; create them for training and with the optimizer's moments");
    return array(block);
  }

  @Override
  public Sums sums() {
    checkOpen();
    return new Sums(loss, count, pending, gradientNorm, firstBadUpdate);
  }

  @Override
  public void sums(Sums sums) {
    checkOpen();
    set(sums);
  }

  private void set(Sums sums) {
    loss = sums.loss();
    count = sums.count();
    pending = sums.pending();
    gradientNorm = sums.gradientNorm();
    firstBadUpdate = sums.firstBadUpdate();
  }

  @Override
  public long version() {
    return version;
  }

  void weightsChanged() {
    version++;
  }

  void checkOpen() {
    ReferenceMemory.checkOpen(!closed, "parameters");
  }

  @Override
  public void close() {
    closed = true;
  }
}
