package io.carousel.spi;

/** The type in which a backend keeps parameters and states; checkpoints keep it too. */
public enum NumberType {
  F32("float32"),
  F64("float64");

  private final String label;

  NumberType(String label) {
    this.label = label;
  }

  /** The name for people: {@code float32}. */
  public String label() {
    return label;
  }

  /** The number of this type that is nearest to a number; infinite if that is too large for it. */
  public double nearest(double value) {
    return switch (this) {
      case F32 -> (float) value;
      case F64 -> value;
    };
  }
}
