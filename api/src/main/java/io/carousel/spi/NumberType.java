package io.carousel.spi;

/** The type in which a backend keeps parameters and states; checkpoints keep it too. */
public enum NumberType {
  F32,
  F64
}
