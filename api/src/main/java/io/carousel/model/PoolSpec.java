package io.carousel.model;

import java.util.Objects;

/**
 * One row per sequence from the rows of its valid steps: [T, N, C] becomes [N, C]. A sequence of
 * length 0 gives a row of zeros.
 */
public record PoolSpec(Pooling pooling) implements LayerSpec {
  public PoolSpec {
    Objects.requireNonNull(pooling, "pooling");
  }

  @Override
  public Kind kind() {
    return Kind.POOL;
  }

  @Override
  public String label() {
    return "pool";
  }

  @Override
  public String describe() {
    return "pool, " + pooling.label();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }

  /**
   * How many columns of a layer's input, from the first, are taken at the last valid step where one
   * step is taken; the others are taken at step 0.
   */
  public int columnsAtLastStep(LayerInstance layer) {
    return switch (pooling) {
      case FINAL_STATE -> layer.forwardWidth();
      case LAST_POSITION, MEAN, MAX -> layer.inputWidth();
    };
  }
}
