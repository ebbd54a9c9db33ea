package io.carousel.spi.base;

import io.carousel.internal.Require;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.LossScale;
import io.carousel.spi.Parameters;
import io.carousel.spi.Sums;
import java.util.concurrent.atomic.AtomicLong;

/** Parameters as far as all backends have them alike. */
public abstract class BaseParameters implements Parameters {
  private final ParameterLayout layout;
  private final int size;
  private final boolean training;
  private final int moments;
  private final Usage usage =
      new Usage(
          "parameters",
          "parameters must not change while they are in use, but another thread is using them;"
              + " give each training run parameters of its own");
  private final Usage counts =
      new Usage(
          "gradient sums",
          "losses and gradients must be summed by one thread at a time, but another is at it;"
              + " give each thread parameters of its own");
  private final AtomicLong version = new AtomicLong();
  private volatile LossScale lossScale = LossScale.NONE;

  /**
   * Checks the arguments.
   *
   * @param moments numbers per weight for the optimizer, 0 to 2
   */
  protected BaseParameters(ParameterLayout layout, boolean training, int moments) {
    Require.that(moments >= 0 && moments <= 2, "moments must be in 0 to 2, moments=" + moments);
    this.layout = layout;
    this.size = Require.arraySize(layout.size(), "the parameters");
    this.training = training;
    this.moments = training ? moments : 0;
  }

  /** Copies a block that exists. */
  protected abstract void copyOut(Block block, double[] to);

  /** Overwrites a block that exists. */
  protected abstract void copyIn(Block block, double[] from);

  protected abstract Sums currentSums();

  protected abstract void setSums(Sums sums);

  /** What was set; a backend whose kernels scale the loss reads it from where they keep it. */
  protected LossScale currentLossScale() {
    return lossScale;
  }

  /** Keeps it; a backend whose kernels scale the loss puts it where they see it. */
  protected void setLossScale(LossScale scale) {
    lossScale = scale;
  }

  /** Frees all memory; called once. */
  protected abstract void free();

  /** Who is at work with them: runs share the weights, whoever changes them is alone. */
  public final Usage usage() {
    return usage;
  }

  /** Who adds to the sums: one run at a time. Whoever comes here shares {@link #usage} already. */
  final Usage counts() {
    return counts;
  }

  /** The number of weights. */
  public final int size() {
    return size;
  }

  /** To be called whenever a kernel has changed the weights. */
  public final void weightsChanged() {
    version.incrementAndGet();
  }

  /**
   * Throws unless an update chain has what it needs.
   *
   * @throws IllegalArgumentException saying what is missing
   */
  public final void checkFor(UpdateChain chain) {
    Require.that(
        moments >= chain.optimizer().moments(),
        "parameters must have "
            + chain.optimizer().moments()
            + " moments for "
            + chain.optimizer()
            + ", moments="
            + moments);
    Require.that(
        training,
        "parameters must have gradient sums for an update; create them with training=true");
  }

  @Override
  public final ParameterLayout layout() {
    return layout;
  }

  @Override
  public final boolean has(Block block) {
    return switch (block) {
      case WEIGHTS -> true;
      case GRADIENTS -> training;
      case FIRST_MOMENT -> moments > 0;
      case SECOND_MOMENT -> moments > 1;
    };
  }

  @Override
  public final double[] read(Block block) {
    usage.share();
    try {
      checkExists(block);
      double[] values = new double[size];
      copyOut(block, values);
      return values;
    } finally {
      usage.leave();
    }
  }

  @Override
  public final void write(Block block, double[] values) {
    begin(block != Block.GRADIENTS);
    try {
      checkExists(block);
      Require.length("values", values.length, size);
      copyIn(block, values);
      if (block == Block.WEIGHTS) {
        weightsChanged();
      }
    } finally {
      end(block != Block.GRADIENTS);
    }
  }

  /** A change begins: of what runs read, or only of what they sum up. */
  private void begin(boolean weights) {
    if (weights) {
      usage.claim();
      return;
    }
    usage.share();
    try {
      counts.claim();
    } catch (IllegalStateException e) {
      usage.leave();
      throw e;
    }
  }

  private void end(boolean weights) {
    if (!weights) {
      counts.leave();
    }
    usage.leave();
  }

  private void checkExists(Block block) {
    Require.that(
        has(block),
        "block must exist in these parameters, block="
            + block
            + "; create them for training and with the optimizer's moments");
  }

  @Override
  public final Sums sums() {
    usage.share();
    try {
      return currentSums();
    } finally {
      usage.leave();
    }
  }

  @Override
  public final void sums(Sums sums) {
    begin(false);
    try {
      setSums(sums);
    } finally {
      end(false);
    }
  }

  @Override
  public final LossScale lossScale() {
    usage.share();
    try {
      return currentLossScale();
    } finally {
      usage.leave();
    }
  }

  @Override
  public final void lossScale(LossScale scale) {
    begin(false);
    try {
      setLossScale(scale);
    } finally {
      end(false);
    }
  }

  @Override
  public final long version() {
    return version.get();
  }

  @Override
  public final void close() {
    if (usage.close()) {
      free();
    }
  }
}
