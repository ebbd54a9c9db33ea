package io.carousel.model;

/** How the outputs of all valid time steps become one row. */
public enum Pooling {
  /**
   * What the recurrent layer before it ends with: the output at the last valid step of a direction
   * that reads forward, and at step 0 of one that reads backward, which has read all steps there.
   */
  FINAL_STATE("finalState"),
  /**
   * The output at the last valid step, whatever the layer before it is. Of a direction that reads
   * backward that is a step after which nothing was read: its recurrent weights would learn
   * nothing.
   */
  LAST_POSITION("lastPosition"),
  MEAN("mean"),
  MAX("max");

  private final String label;

  Pooling(String label) {
    this.label = label;
  }

  /** The name in files and on the command line: {@code finalState}. */
  public String label() {
    return label;
  }
}
