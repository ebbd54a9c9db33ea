package io.carousel.reference;

import io.carousel.error.MemoryLimitException;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.LossScale;
import io.carousel.spi.Sums;
import io.carousel.spi.base.BaseParameters;
import java.util.stream.Stream;

/** Weights, gradient sums and moments as arrays; a block that does not exist is null. */
final class ReferenceParameters extends BaseParameters {
  private static final String WHAT = "parameters";

  private final ReferenceHeap heap;
  private int allocated; // blocks
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

  ReferenceParameters(ReferenceHeap heap, ParameterLayout layout, boolean training, int moments) {
    super(layout, training, moments);
    this.heap = heap;
    long blocks = Stream.of(Block.values()).filter(this::has).count();
    heap.count().requireRoom(blocks * bytesOfOne(), WHAT);
    this.weights = allocate(Block.WEIGHTS);
    this.gradients = allocate(Block.GRADIENTS);
    this.firstMoment = allocate(Block.FIRST_MOMENT);
    this.secondMoment = allocate(Block.SECOND_MOMENT);
    setSums(Sums.ZERO);
  }

  private long bytesOfOne() {
    return (long) size() * Double.BYTES;
  }

  /** What was allocated before a block that the heap has no room for is given back. */
  private double[] allocate(Block block) {
    if (!has(block)) {
      return null;
    }
    try {
      double[] array = heap.doubles(size(), WHAT);
      allocated++;
      return array;
    } catch (MemoryLimitException e) {
      free();
      throw e;
    }
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

  @Override
  protected void free() {
    heap.free(allocated * bytesOfOne());
  }
}
