package io.carousel.spi;

/** The arithmetic a plan promises. */
public enum Precision {
  /** IEEE float32 or better; the mode in which backends are compared. */
  STRICT,
  TF32,
  FP16,
  BF16
}
