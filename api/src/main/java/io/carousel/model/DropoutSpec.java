package io.carousel.model;

import io.carousel.internal.Require;

/**
 * Inverted dropout: in training each element is zero with this probability, else scaled by 1 / (1 -
 * probability); off otherwise.
 *
 * @param probability at least 0 and below 1
 */
public record DropoutSpec(double probability) implements LayerSpec {
  public DropoutSpec {
    Require.dropProbability(probability, "dropout");
  }

  @Override
  public Kind kind() {
    return Kind.DROPOUT;
  }

  @Override
  public String label() {
    return "dropout";
  }

  @Override
  public String describe() {
    return "dropout, probability=" + probability;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }
}
