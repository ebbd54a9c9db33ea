package io.carousel.io;

import java.util.BitSet;

/**
 * What was done about missing cells.
 *
 * @param droppedRows how many rows were left out
 * @param filledCells how many cells were given a number
 * @param filledFromLater how many of those took a number from a later row
 * @param afterDropped rows before which rows of the same series were left out
 */
public record MissingReport(
    int droppedRows, int filledCells, int filledFromLater, BitSet afterDropped) {
  static final MissingReport NOTHING = new MissingReport(0, 0, 0, new BitSet());

  public MissingReport {
    afterDropped = (BitSet) afterDropped.clone();
  }

  @Override
  public BitSet afterDropped() {
    return (BitSet) afterDropped.clone();
  }
}
