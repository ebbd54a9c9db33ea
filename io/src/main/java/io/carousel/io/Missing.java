package io.carousel.io;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is done about missing cells. */
public enum Missing {
  /** A missing cell is an error. */
  ERROR("error"),
  /** A row with a missing cell is left out. */
  DROP("drop"),
  /**
   * A missing number is that of the row before in the same series; at the start the first known.
   */
  FORWARD_FILL("forward-fill"),
  /** A missing number is that of the next known row in the same series; at the end the last. */
  BACK_FILL("back-fill"),
  /**
   * A missing number lies on the straight line, over the rows, between the known ones around it; at
   * the ends it is the nearest known one.
   */
  INTERPOLATE("interpolate"),
  /**
   * As {@link #FORWARD_FILL}, and each feature that has missing cells gets a second input that is 1
   * where the cell was missing and 0 elsewhere.
   */
  MASK("mask");

  private final String label;

  Missing(String label) {
    this.label = label;
  }

  /** The name in options and files. */
  public String label() {
    return label;
  }

  /** The labels of all that get rid of missing cells, for messages. */
  static String remedies() {
    return Arrays.stream(values())
        .filter(missing -> missing != ERROR)
        .map(Missing::label)
        .collect(Collectors.joining(", "));
  }
}
