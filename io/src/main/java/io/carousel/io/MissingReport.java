package io.carousel.io;

/**
 * What was done about missing cells.
 *
 * @param droppedRows how many rows were left out
 * @param filledCells how many cells were given a number
 * @param filledFromLater how many of those took a number from a later row
 * @param droppedBefore how many rows of the same series were left out before each row; empty if
 *     none was left out anywhere
 */
@SuppressWarnings("ArrayRecordComponent") // a large block that is handed over, never compared
public record MissingReport(
    int droppedRows, int filledCells, int filledFromLater, int[] droppedBefore) {
  static final MissingReport NOTHING = new MissingReport(0, 0, 0, new int[0]);

  /** How many rows of the same series were left out before a row. */
  public int droppedBefore(int row) {
    return row < droppedBefore.length ? droppedBefore[row] : 0;
  }
}
