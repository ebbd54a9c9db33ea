package io.carousel.model;

import io.carousel.internal.Require;
import java.util.Locale;
import java.util.Objects;

/**
 * y = activation(W x + b) on each valid time step, or on each sequence after pooling; W is [units,
 * input width], b is [units].
 */
public record DenseSpec(int units, Activation activation) implements LayerSpec {
  public DenseSpec {
    Require.positive(units, "units");
    Objects.requireNonNull(activation, "activation");
  }

  @Override
  public Kind kind() {
    return Kind.DENSE;
  }

  @Override
  public String label() {
    return "dense";
  }

  @Override
  public String describe() {
    String name = activation.name().toLowerCase(Locale.ROOT);
    return "dense, units=" + units + (activation == Activation.NONE ? "" : ", " + name);
  }

  @Override
  public int outputWidth(int inputWidth) {
    return units;
  }
}
