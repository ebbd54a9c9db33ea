package io.carousel.io;

/** What is done about cells that are empty or {@code NA}. */
public enum Missing {
  /** A missing cell is an error. */
  ERROR("error"),
  /** A row with a missing cell is left out. */
  DROP("drop"),
  /** A missing cell takes the last value of its column in the same series. */
  FORWARD_FILL("forward-fill");

  private final String label;

  Missing(String label) {
    this.label = label;
  }

  /** The name in options and files. */
  public String label() {
    return label;
  }
}
