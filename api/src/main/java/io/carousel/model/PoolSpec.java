package io.carousel.model;

import java.util.Locale;
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
    return "pool, " + pooling.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }
}
