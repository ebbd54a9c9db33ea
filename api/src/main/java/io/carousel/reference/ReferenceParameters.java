package io.carousel.reference;

import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.Sums;
import io.carousel.spi.base.BaseParameters;
import io.carousel.spi.base.MemoryBudget;
import java.util.stream.Stream;

/** Weights, gradient sums and moments as arrays; a block that does not exist is null. */
final class ReferenceParameters extends BaseParameters {
  private final MemoryBudget budget;
  private final long bytes;
  final double[] weights;
  final double[] gradients;
  final double[] firstMoment;
  final double[] secondMoment;

  double loss;
  double count;
  double pending;
  double gradientNorm;
  long firstBadUpdate;
  LossScale lossScale = LossScale.NONE;

  ReferenceParameters(MemoryBudget budget, ParameterLayout layout, boolean training, int moments) {
    super(layout, training, moments);
    this.budget = budget;
    long blocks = Stream.of(Block.values()).filter(this::has).count();
    bytes = blocks * size() * Double.BYTES;
    budget.reserve(bytes, "parameters");
    this.weights = allocate(Block.WEIGHTS);
    this.gradients = allocate(Block.GRADIENTS);
    this.firstMoment = allocate(Block.FIRST_MOMENT);
    this.secondMoment = allocate(Block.SECOND_MOMENT);
    setSums(Sums.ZERO);
  }

  private double[] allocate(Block block) {
    return has(block) ? new double[size()] : null;
  }

  @Override
  protected void copyOut(Block block, double[] to) {
    System.arraycopy(array(block), 0, to, 0, to.length);
  }

  @Override
  protected void copyIn(Block block, double[] from) {
    System.arraycopy(from, 0, array(block), 0, from.length);
  }

  private double[] array(Block block) {
    return switch (block) {
      case WEIGHTS -> weights;
      case GRADIENTS -> gradients;
      case FIRST_MOMENT -> firstMoment;
      case SECOND_MOMENT -> secondMoment;
    };
  }

  @Override
  protected LossScale currentLossScale() {
    return lossScale;
  }

  @Override
  protected void setLossScale(LossScale scale) {
    lossScale = scale;
  }

  @Override
  protected Sums currentSums() {
    return new Sums(loss, count, pending, gradientNorm, firstBadUpdate);
  }

  @Override
  protected void setSums(Sums sums) {
    loss = sums.loss();
    count = sums.count();
    pending = sums.pending();
    gradientNorm = sums.gradientNorm();
    firstBadUpdate = sums.firstBadUpdate();
  }

  /** Counts the memory as given back; the garbage collector does the rest. */
  @Override
  protected void free() {
    budget.release(bytes);
  }
}
